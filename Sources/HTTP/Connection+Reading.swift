extension Connection {
    /// Whether there is room for what the client sends; a client that sends ahead of its answers
    /// fills one buffer, and the rest waits in its socket.
    var wantsInput: Bool {
        if hasInputEnded { return false }
        return switch phase {
        case .head, .body, .busy: inputStart > 0 || inputEnd < input.count || canGrow
        case .stream, .lingering: true
        case .closed: false
        }
    }

    private var canGrow: Bool { phase != .busy && input.count < Self.inputBytesMax }

    /// Reads once what the socket has.
    func readable() {
        switch phase {
        case .closed: return
        case .stream, .lingering: return discardInput()
        case .head, .body, .busy: break
        }
        guard !hasInputEnded, makeRoom() else { return updateInterest() }
        switch withInput({ Sockets.receive(socket, into: &$0, from: inputEnd) }) {
        case .bytes(let count): inputEnd += count
        case .ended: hasInputEnded = true
        case .nothingYet: return
        case .failed: return close()
        }
        process()
    }

    private func discardInput() {
        var scratch = [UInt8](repeating: 0, count: 16 << 10)
        for _ in 0..<16 {
            switch Sockets.receive(socket, into: &scratch, from: 0) {
            case .bytes: continue
            case .nothingYet: return
            case .ended, .failed: return close()
            }
        }
    }

    private func makeRoom() -> Bool {
        if inputEnd == input.count, inputStart > 0 {
            withInput { $0.replaceSubrange(0..<(inputEnd - inputStart), with: $0[inputStart...]) }
            inputEnd -= inputStart
            inputStart = 0
        }
        let isWholeFull = inputEnd == input.count
        let isLongBody = phase == .body && inputStart == inputEnd
        if isWholeFull || isLongBody, canGrow {
            let count = isLongBody ? Self.inputBytesMax : input.count * 2
            withInput { $0.append(contentsOf: repeatElement(0, count: count - $0.count)) }
        }
        return inputEnd < input.count
    }

    /// Goes on with what has been read, until more is needed or a request is under way.
    func process() {
        guard !isProcessing, phase != .closed else { return }
        isProcessing = true
        var isHeldUp = true
        while isHeldUp, phase != .closed, outputPace == nil {
            isHeldUp = readAhead()
            flush()
        }
        isProcessing = false
        settle()
    }

    /// Returns whether it stopped only because too much of the output was not out yet.
    private func readAhead() -> Bool {
        while !closesAfterOutput {
            guard output.count - outputStart < server.limits.outputBytes else { return true }
            guard step() else { return false }
        }
        return false
    }

    private func settle() {
        guard phase == .head || phase == .body else { return updateInterest() }
        if inputStart == inputEnd {
            inputStart = 0
            inputEnd = 0
            if phase == .head, outputPace == nil { becomeIdle() }
        }
        if hasInputEnded, outputPace == nil, !closesAfterOutput {
            // Nothing is held up, so that what is not complete now never will be.
            closesAfterOutput = true
            flush()
        }
        updateInterest()
    }

    private func becomeIdle() {
        if input.count > Self.inputBytes * 8 {
            input = [UInt8](repeating: 0, count: Self.inputBytes)
        }
        setDeadline(server.now + server.limits.idleSeconds)
    }

    /// Returns whether there may be more to do.
    private func step() -> Bool {
        switch phase {
        case .head: inputStart < inputEnd && readHead()
        case .body: readBody()
        case .busy, .stream, .lingering, .closed: false
        }
    }

    private func readHead() -> Bool {
        do throws(ProtocolError) {
            var parser = unfinishedHead.take() ?? RequestParser(limits: server.limits)
            let bytes = input
            guard try parser.advance(bytes.span.extracting(inputStart..<inputEnd)) else {
                unfinishedHead = consume parser
                beginRequest()
                return false
            }
            let end = inputStart + parser.length
            let head = try parser.head(Array(bytes[inputStart..<end]), peer: peer)
            let facts = parser.facts
            let framing = try facts.framing()
            inputStart = end
            note(facts)
            if let body = try arrivedBody(framing, facts) {
                dispatch(head, body: body)
            } else {
                try beginBody(head, framing, facts)
            }
        } catch {
            refuse(error)
        }
        return true
    }

    /// Takes the body if there is nothing to wait for. It costs nothing more, so nobody is asked
    /// whether it may come: its handler refuses it as well.
    private func arrivedBody(
        _ framing: HeadFacts.Framing, _ facts: HeadFacts
    ) throws(ProtocolError) -> [UInt8]? {
        guard case .length(let count) = framing else { return nil }
        guard count > 0 else { return [] }
        guard !facts.expectsContinue, inputEnd - inputStart >= count else { return nil }
        let limit = server.limits.bodyBytes
        guard count <= limit else { throw .contentTooLarge(limit: limit) }
        let start = inputStart
        inputStart += count
        return Array(input[start..<inputStart])
    }

    private func beginRequest() {
        guard !hasRequestBegun else { return }
        hasRequestBegun = true
        setDeadline(server.now + server.limits.headerSeconds)
    }

    private func beginBody(
        _ head: RequestHead, _ framing: HeadFacts.Framing, _ facts: HeadFacts
    ) throws(ProtocolError) {
        let bodyLimit: Int
        switch server.admit(head) {
        case .refuse(let response):
            return refuse(with: response, omitsBody: head.method == .head)
        case .accept(let limit): bodyLimit = limit
        }
        incoming = try IncomingBody(head, framing, limit: bodyLimit, limits: server.limits)
        phase = .body
        hasRequestBegun = true
        if facts.expectsContinue, inputStart == inputEnd, !facts.isVersion10 {
            withOutput { $0.append(contentsOf: "HTTP/1.1 100 Continue\r\n\r\n".utf8) }
        }
        bodyPace = Pace(
            start: server.now, grace: server.limits.bodySeconds, limits: server.limits)
    }

    private func readBody() -> Bool {
        do throws(ProtocolError) {
            let count = try takeBody()
            inputStart += count
            bodyPace?.moved(count, at: server.now)
        } catch {
            refuse(error)
            return true
        }
        guard let incoming, let body = incoming.complete else {
            if let bodyPace { setDeadline(bodyPace.deadline) }
            return false
        }
        self.incoming = nil
        bodyPace = nil
        dispatch(incoming.head, body: body)
        return true
    }

    private func takeBody() throws(ProtocolError) -> Int {
        try incoming?.take(input, inputStart..<inputEnd) ?? 0
    }
}
