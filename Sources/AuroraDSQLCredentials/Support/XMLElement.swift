/// An element of an XML answer: its children by name, and its text.
package struct XMLElement: Sendable, Equatable {
    /// The name, without a namespace prefix.
    package var name: String
    /// The text directly inside it.
    package var text: String
    /// The elements directly inside it.
    package var children: [XMLElement]

    /// Creates an element.
    package init(name: String, text: String = "", children: [XMLElement] = []) {
        self.name = name
        self.text = text
        self.children = children
    }

    /// The first child of a name.
    package subscript(name: String) -> XMLElement? { children.first { $0.name == name } }

    /// The text of a child without the white space around it; `nil` when it is missing or blank.
    package func value(_ name: String) -> String? { self[name]?.text.trimmedOrNil }
}

extension XMLElement {
    /// Reads a whole document.
    ///
    /// Strict and small: elements, text, the five named entities and numeric ones, CDATA, comments and processing
    /// instructions. Attributes are passed over. A document type, any other entity, a tag that does not match, an end
    /// that comes too early and anything after the root element are refused, as are depths beyond 32, more than 10,000
    /// elements and bytes that are not UTF-8.
    package init?(parsing bytes: [UInt8]) {
        var reader = XMLReader(bytes)
        var open: [XMLElement] = []
        var root: XMLElement?
        var count = 0
        while true {
            switch reader.next() {
            case .start(let name):
                count += 1
                guard root == nil, open.count < 32, count <= 10_000 else { return nil }
                open.append(XMLElement(name: name))
            case .text(let text):
                if open.isEmpty {
                    guard text.trimmedOrNil == nil else { return nil }
                } else {
                    open[open.count - 1].text += text
                }
            case .end(let name):
                guard let element = open.popLast(), name == nil || name == element.name else { return nil }
                if open.isEmpty {
                    root = element
                } else {
                    open[open.count - 1].children.append(element)
                }
            case .finished:
                guard open.isEmpty, let root else { return nil }
                self = root
                return
            case .malformed:
                return nil
            }
        }
    }
}
