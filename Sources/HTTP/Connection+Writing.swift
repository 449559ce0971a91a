extension Connection {
    /// Sends what can be sent now, and closes if that was the last of it.
    func flush() {
        guard phase != .closed else { return }
        guard sendOutput() else { return }
        guard closesAfterOutput, phase != .busy else { return }
        // To close while the client still sends would take the answer away from it.
        let isSending = lingersAfterOutput || inputStart < inputEnd
        guard isSending, !hasInputEnded else { return close() }
        linger()
    }

    /// The socket takes bytes again.
    func writable() {
        flush()
        guard phase != .closed, outputPace == nil else { return }
        if phase == .stream { stream?.onDrain?() } else { process() }
    }

    /// Returns whether all is out.
    private func sendOutput() -> Bool {
        guard !output.isEmpty else { return true }
        while outputStart < output.count {
            guard let count = Sockets.send(socket, output, from: outputStart) else {
                close()
                return false
            }
            outputStart += count
            outputHanded += count
            if count == 0 || outputStart < output.count {
                return stall()
            }
        }
        if output.capacity > Self.outputKept {
            output = []
        } else {
            withOutput { $0.removeAll(keepingCapacity: true) }
        }
        outputStart = 0
        if outputPace != nil {
            outputPace = nil
            setDeadline(deadlineAfterOutput)
            updateInterest()
        }
        return true
    }

    private var deadlineAfterOutput: Int {
        let limits = server.limits
        return switch phase {
        case .busy, .closed: .max
        case .stream: server.now + limits.heartbeatSeconds
        case .lingering: server.now + limits.lingerSeconds
        case .body: bodyPace?.deadline ?? server.now + limits.bodySeconds
        case .head: server.now + (hasRequestBegun ? limits.headerSeconds : limits.idleSeconds)
        }
    }

    private func stall() -> Bool {
        if outputPace == nil {
            let pace = Pace(
                start: server.now, grace: server.limits.writeSeconds, limits: server.limits)
            outputPace = pace
            outputHanded = 0
            outputConfirmed = -Sockets.unconfirmedBytes(socket)
            setDeadline(pace.deadline)
        }
        updateInterest()
        if outputStart > Self.inputBytesMax {
            // A stream's reader may never have taken all of it.
            withOutput { $0.removeFirst(outputStart) }
            outputStart = 0
        }
        return false
    }

    /// The time for the output to go on has come: goes by what the client has confirmed, for the
    /// system itself keeps megabytes for a slow reader.
    func checkOutputPace(_ pace: Pace) {
        let confirmed = outputHanded - Sockets.unconfirmedBytes(socket)
        var pace = pace
        if confirmed > outputConfirmed {
            pace.moved(confirmed - outputConfirmed, at: server.now)
            outputConfirmed = confirmed
        }
        outputPace = pace
        guard pace.deadline > server.now else { return cutOff() }
        setDeadline(pace.deadline)
    }

    private func linger() {
        guard phase != .lingering else { return }
        phase = .lingering
        inputStart = 0
        inputEnd = 0
        Sockets.endOutput(socket)
        setDeadline(server.now + server.limits.lingerSeconds)
        updateInterest()
    }
}
