/// Why a document was refused, and where.
public struct JSONError: Error, Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        /// The bytes are not JSON in UTF-8, or hold a number beyond what a `Double` can.
        case invalidJSON
        /// Objects and arrays nested deeper than `JSONReader.depthMax`.
        case tooDeep
        case duplicateField
        case unknownField
        /// An object of more than `JSONReader.membersMax` members.
        case tooManyMembers
        case wrongType
        case outOfRange
        case missingField
    }

    public let kind: Kind

    /// The place as a caller would write it, `lines[0].quantity`; empty for the whole document.
    /// Names beyond 64 characters are cut, so that an answer never echoes a whole request.
    public let path: String

    /// One English sentence that names the place; for `.invalidJSON` also the byte offset.
    public let detail: String

    public init(kind: Kind, path: String, detail: String) {
        self.kind = kind
        self.path = path
        self.detail = detail
    }
}
