internal import HTTP

/// What a request shows to be let in.
enum Credential: Equatable, Sendable {
    case none
    case bearer(ShownKey)
    /// `?key=`, where a browser cannot set a header.
    case query(ShownKey)

    /// The longest credential that is looked at, in bytes.
    static let lengthMax = 512

    /// - Throws: `unauthorized` where the header cannot be read, or is there twice.
    init(_ head: RequestHead, _ query: Query?) throws(Problem) {
        switch head.headerValue("authorization") {
        case .none: self = query?.first("key").map { .query(ShownKey($0)) } ?? .none
        case .one(let header):
            guard let token = Self.token(in: header) else {
                throw .unauthorized("Authorization must be Bearer and a key.")
            }
            self = .bearer(ShownKey(token))
        case .several: throw .unauthorized("There must be one Authorization header.")
        }
    }

    /// What stands behind `Bearer `; nil for another scheme.
    static func token(in header: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        let scheme = "bearer ".utf8
        guard header.count > scheme.count, header.count <= lengthMax + scheme.count
        else { return nil }
        let bytes = header.span
        var start = 0
        for wanted in scheme {
            let isCapital = bytes[start] >= UInt8(ascii: "A") && bytes[start] <= UInt8(ascii: "Z")
            guard (isCapital ? bytes[start] | 0x20 : bytes[start]) == wanted else { return nil }
            start += 1
        }
        let token = header.dropFirst(start)
        return token.isVisibleASCII ? token : nil
    }
}

extension Problem {
    static func unauthorized(_ detail: String) -> Problem {
        var problem = Problem(.unauthorized, detail)
        problem.headers.append("WWW-Authenticate", "Bearer")
        return problem
    }
}
