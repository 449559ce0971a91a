internal import HTTP

/// What a request shows to be let in.
enum Credential: Equatable, Sendable {
    case none
    case bearer(String)
    /// `?key=`, where a browser cannot set a header.
    case query(String)

    /// The longest credential that is looked at, in bytes.
    static let lengthMax = 512

    /// - Throws: `unauthorized` where the header cannot be read, or is there twice.
    init(_ head: RequestHead, _ query: Query?) throws(Problem) {
        switch head.headerValue("authorization") {
        case .none: self = query?.first("key").map { .query($0) } ?? .none
        case .one(let header):
            guard let token = Self.token(in: header) else {
                throw .unauthorized("Authorization must be Bearer and a key.")
            }
            self = .bearer(token)
        case .several: throw .unauthorized("There must be one Authorization header.")
        }
    }

    /// What stands behind `Bearer `; nil for another scheme.
    static func token(in header: ArraySlice<UInt8>) -> String? {
        let scheme = "bearer ".utf8
        guard header.count > scheme.count, header.count <= lengthMax + scheme.count
        else { return nil }
        var start = header.startIndex
        for wanted in scheme {
            let byte = header[start]
            let isCapital = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
            guard (isCapital ? byte | 0x20 : byte) == wanted else { return nil }
            start += 1
        }
        let token = header[start...]
        guard token.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        return String(decoding: token, as: UTF8.self)
    }
}

extension Problem {
    static func unauthorized(_ detail: String) -> Problem {
        var problem = Problem(.unauthorized, detail)
        problem.headers.append("WWW-Authenticate", "Bearer")
        return problem
    }
}
