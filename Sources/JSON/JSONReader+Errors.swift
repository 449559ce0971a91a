extension JSONReader {
    /// Where the reader stands, as a caller would write it: `lines[2].quantity`. Before and
    /// after a value that is the value's own path, inside `object` and `array` the innermost
    /// one's. Empty for the whole document.
    ///
    /// Found by walking the document again, so it costs time only when it is asked for.
    public var path: String { PathFinder.path(in: bytes, at: position) }

    /// An error of the caller's own, at the value that is next or was read last.
    public func error(_ kind: JSONError.Kind, _ detail: String) -> JSONError {
        JSONError(kind: kind, path: path, detail: detail)
    }

    /// The error of an object that was read to its end and lacks the field `name`.
    public func missingField(_ name: StaticString) -> JSONError {
        let object = path
        let path = object.isEmpty ? name.description : "\(object).\(name)"
        return JSONError(
            kind: .missingField, path: path, detail: "The field \(path) is missing.")
    }

    func wrongType(_ expected: String) -> JSONError {
        error(.wrongType, "\(place) must be \(expected).")
    }

    /// The subject of a sentence about the place where the reader stands.
    var place: String {
        let path = path
        return path.isEmpty ? "The document" : "The field \(path)"
    }
}
