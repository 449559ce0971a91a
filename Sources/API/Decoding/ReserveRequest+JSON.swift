internal import Domain
internal import JSON

extension ReserveRequest {
    /// Lines of one reservation.
    static let linesMax = 200

    /// The body of `POST /v1/reservations`.
    init(reservation reader: inout JSONReader) throws {
        var found: [Line]?
        self.init(lines: [])
        try reader.object { reader, name in
            if case "lines" = name {
                found = try reader.reservationLines()
                return true
            }
            if case "holder" = name {
                holder = try reader.optional { try $0.name(1...200) }
                return true
            }
            if case "metadata" = name {
                metadata = try reader.optional { try $0.metadata() }
                return true
            }
            return try readChoice(&reader, name)
        }
        lines = try reader.required(found, "lines")
        guard !lines.isEmpty else {
            throw Problem(field: "lines", "There must be at least one line.")
        }
        try checkTTL()
    }

    /// The body of `PUT /v1/holders/{holder}/reservation`; without lines it releases.
    init(holder name: String, session reader: inout JSONReader) throws {
        var found: [Line]?
        self.init(lines: [], holder: name)
        raisesKind = false
        try reader.object { reader, name in
            if case "lines" = name {
                found = try reader.reservationLines()
                return true
            }
            if case "kind" = name { raisesKind = reader.nextKind != .null }
            return try readChoice(&reader, name)
        }
        lines = try reader.required(found, "lines")
        // Without a kind the session's own decides how long it may live.
        if raisesKind {
            try checkTTL()
        } else {
            let longest = Reservation.Kind.allCases.map(\.ttlMaximum).max() ?? 1
            guard (1...longest).contains(ttlSeconds ?? 1) else {
                throw Problem(field: "ttl_seconds", "ttl_seconds must be 1 to \(longest).")
            }
        }
    }

    /// What both have: kind, channel, time to live, mode.
    private mutating func readChoice(
        _ reader: inout JSONReader, _ name: FieldName
    ) throws -> Bool {
        switch name {
        case "kind": kind = try reader.optional { try $0.kind() } ?? kind
        case "channel": channel = try reader.optional { try $0.channel() } ?? channel
        case "ttl_seconds": ttlSeconds = try reader.optional { try $0.integer() }
        case "mode": mode = try reader.optional { try $0.word(Mode.init(rawValue:)) } ?? mode
        case _: return false
        }
        return true
    }

    private func checkTTL() throws(Problem) {
        guard let ttlSeconds, !(1...kind.ttlMaximum).contains(ttlSeconds) else { return }
        throw Problem(
            field: "ttl_seconds",
            "ttl_seconds of a reservation of kind \(kind.word) must be 1 to \(kind.ttlMaximum).")
    }
}

extension ReservationChange {
    /// The body of `PATCH /v1/reservations/{id}`.
    init(_ reader: inout JSONReader) throws {
        self.init()
        let longest = Reservation.Kind.allCases.map(\.ttlMaximum).max() ?? 1
        try reader.object { reader, name in
            switch name {
            case "ttl_seconds":
                ttlSeconds = try reader.optional { try $0.integer(in: 1...longest) }
            case "lines": lines = try reader.optional { try $0.reservationLines() }
            case "kind": kind = try reader.optional { try $0.kind() }
            case _: return false
            }
            return true
        }
        guard lines?.isEmpty != true else {
            throw Problem(field: "lines", "There must be at least one line; release it instead.")
        }
        guard let ttlSeconds, let kind, ttlSeconds > kind.ttlMaximum else { return }
        throw Problem(
            field: "ttl_seconds",
            "ttl_seconds of a reservation of kind \(kind.word) must be 1 to \(kind.ttlMaximum).")
    }
}

extension JSONReader {
    /// `[{"sku", "quantity", "location"?}]`, at most 200.
    mutating func reservationLines() throws -> [ReserveRequest.Line] {
        try lines(max: ReserveRequest.linesMax) { reader in
            var sku: String?
            var quantity: Int64?
            var location: LocationName?
            try reader.object { reader, name in
                switch name {
                case "sku": sku = try reader.sku()
                case "quantity": quantity = try reader.quantity()
                case "location": location = try reader.optional { try $0.location() }
                case _: return false
                }
                return true
            }
            return ReserveRequest.Line(
                sku: try reader.required(sku, "sku"),
                quantity: try reader.required(quantity, "quantity"), location: location)
        }
    }

    /// `{"lines"?: [{"sku", "quantity", "location"?}]}`; nil means all that is committed.
    mutating func picks() throws -> [Pick]? {
        var picks: [Pick]?
        try object { reader, name in
            guard case "lines" = name else { return false }
            picks = try reader.optional { reader in
                try reader.reservationLines().map {
                    Pick(sku: $0.sku, quantity: $0.quantity, location: $0.location)
                }
            }
            return true
        }
        guard picks?.isEmpty != true else {
            throw Problem(field: "lines", "There must be at least one line.")
        }
        return picks
    }

    /// An object of the caller's own, on one line.
    mutating func metadata() throws -> [UInt8] {
        guard nextKind == .object else {
            throw error(.wrongType, "\(path) must be an object.")
        }
        let bytes = CompactJSON.compact(try rawValue())
        guard bytes.count <= CompactJSON.metadataMax else {
            throw error(.outOfRange, "\(path) must have at most 16 KiB.")
        }
        return bytes
    }
}
