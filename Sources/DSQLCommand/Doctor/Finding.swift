/// Why a step of the examination is broken.
struct Finding: Error {
    let status: ExitStatus
    let text: String
    var remedy: String?
    var facts: [DoctorReport.Fact] = []

    init(_ status: ExitStatus, _ text: String, remedy: String? = nil, facts: [DoctorReport.Fact] = []) {
        self.status = status
        self.text = text
        self.remedy = remedy
        self.facts = facts
    }
}
