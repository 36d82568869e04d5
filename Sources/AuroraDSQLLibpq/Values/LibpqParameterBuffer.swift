/// The parameters of one statement, encoded one after the other.
///
/// A statement is sent once its parameters are known to be good, so that a bad one changes nothing on the wire.
struct LibpqParameterBuffer: Sendable {
    private struct Slot {
        var type: UInt32
        var format: Int32
        /// Where the bytes are; `nil` for NULL.
        var range: Range<Int>?
    }

    private var bytes: [UInt8] = []
    private var slots: [Slot] = []

    init(_ parameters: [(any LibpqEncodable)?]) throws {
        guard !parameters.isEmpty else { return }
        slots.reserveCapacity(parameters.count)
        for parameter in parameters {
            guard let parameter else {
                slots.append(Slot(type: 0, format: 0, range: nil))
                continue
            }
            let type = type(of: parameter)
            let start = bytes.count
            try parameter.encode(into: &bytes)
            slots.append(
                Slot(type: type.libpqType.rawValue, format: type.libpqFormat.rawValue, range: start..<bytes.count)
            )
            // libpq reads a parameter in text form up to a zero byte.
            if type.libpqFormat == .text { bytes.append(0) }
        }
        // Never empty, so that an empty value has an address: to libpq an absent one is NULL.
        bytes.append(0)
    }

    /// Lends the five parallel lists that libpq wants.
    func withPointers<Value>(
        _ body: (
            Int32, UnsafePointer<UInt32>?, UnsafePointer<UnsafePointer<CChar>?>?, UnsafePointer<Int32>?,
            UnsafePointer<Int32>?
        ) -> Value
    ) -> Value {
        guard !slots.isEmpty else { return body(0, nil, nil, nil, nil) }
        return unsafe bytes.withUnsafeBytes { storage in
            let start = unsafe storage.assumingMemoryBound(to: CChar.self).baseAddress
            var values: [UnsafePointer<CChar>?] = unsafe []
            for slot in slots {
                if let range = slot.range, let start = unsafe start {
                    unsafe values.append(start + range.lowerBound)
                } else {
                    unsafe values.append(nil)
                }
            }
            let types = slots.map(\.type)
            let lengths = slots.map { Int32($0.range?.count ?? 0) }
            let formats = slots.map(\.format)
            return unsafe body(Int32(slots.count), types, values, lengths, formats)
        }
    }
}
