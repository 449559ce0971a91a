extension Connection {
    /// Sends what can be sent now, and closes if that was the last of it.
    func flush() {
        guard phase != .closed else { return }
        guard sendOutput() else { return }
        guard closesAfterOutput, phase != .busy else { return }
        guard lingersAfterOutput, !hasInputEnded else { return close() }
        linger()
    }

    /// The socket takes bytes again.
    func writable() {
        flush()
        guard phase != .closed, outputPace == nil else { return }
        process()
    }

    /// Returns whether all is out.
    private func sendOutput() -> Bool {
        while outputStart < output.count {
            guard let count = Sockets.send(socket, output, from: outputStart) else {
                close()
                return false
            }
            outputStart += count
            if count == 0 || outputStart < output.count {
                return stall(sent: count)
            }
        }
        if output.capacity > server.limits.outputBytes {
            output = []
        } else {
            output.removeAll(keepingCapacity: true)
        }
        outputStart = 0
        if outputPace != nil {
            outputPace = nil
            let seconds =
                phase == .stream ? server.limits.heartbeatSeconds : server.limits.idleSeconds
            setDeadline(phase == .busy ? .max : server.now + seconds)
            updateInterest()
        }
        return true
    }

    private func stall(sent count: Int) -> Bool {
        var pace =
            outputPace
            ?? Pace(start: server.now, grace: server.limits.writeSeconds, limits: server.limits)
        if count > 0 { pace.moved(count, at: server.now) }
        outputPace = pace
        setDeadline(pace.deadline)
        updateInterest()
        return false
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
