/// Puts responses into bytes.
package enum ResponseWriter {
    /// How the connection goes on, where that must be said.
    package enum Continuation {
        case keepAlive
        /// HTTP/1.0, where staying open is the exception.
        case keepAliveSaid
        case close
    }

    /// Appends a whole response. `date` is the header line of the date with its line end;
    /// `omitsBody` is for `HEAD`: the length is that of the body that is not there.
    package static func append(
        _ response: Response, date: [UInt8], omitsBody: Bool, continuation: Continuation,
        to output: inout [UInt8]
    ) {
        let capacity = headCapacity(date, response.contentType, response.headers)
        output.append(addingCapacity: capacity + response.body.count) { output in
            appendHead(
                response.status, date: date, contentType: response.contentType,
                headers: response.headers, to: &output)
            appendContinuation(continuation, to: &output)
            let status = response.status
            let allowsBody = status >= 200 && status != 204 && status != 304
            if allowsBody {
                StaticText.append("Content-Length: ", to: &output)
                appendDecimal(Int64(response.body.count), to: &output)
                StaticText.append("\r\n\r\n", to: &output)
                if !omitsBody { StaticText.append(response.body, to: &output) }
            } else {
                StaticText.append("\r\n", to: &output)
            }
        }
    }

    /// The head of a stream of events, which lasts as long as its connection.
    package static func appendStreamHead(
        _ headers: HeaderList, date: [UInt8], to output: inout [UInt8]
    ) {
        let contentType: StaticString = "text/event-stream"
        let capacity = headCapacity(date, contentType, headers)
        output.append(addingCapacity: capacity) { output in
            appendHead(200, date: date, contentType: contentType, headers: headers, to: &output)
            StaticText.append(
                "Cache-Control: no-store\r\nX-Accel-Buffering: no\r\nConnection: close\r\n\r\n",
                to: &output)
        }
    }

    /// The bytes of the longest head with these parts.
    private static func headCapacity(
        _ date: [UInt8], _ contentType: StaticString?, _ headers: HeaderList
    ) -> Int {
        var capacity = fixedCapacity + date.count + (contentType?.utf8CodeUnitCount ?? 0)
        for field in headers.fields {
            switch field {
            case .text(let name, let value):
                capacity += name.utf8CodeUnitCount + value.utf8.count + 4
            case .number(let name, _), .tag(let name, _):
                capacity += name.utf8CodeUnitCount + numberCapacity
            case .lines(let lines): capacity += lines.utf8CodeUnitCount
            }
        }
        return capacity
    }

    /// Room for the status line and for the headers that are the server's own.
    private static let fixedCapacity = 256
    /// Room for what goes with a number's name: 19 digits, quotes, the colon and the line's end.
    private static let numberCapacity = 25

    private static func appendHead(
        _ status: Int, date: [UInt8], contentType: StaticString?, headers: HeaderList,
        to output: inout OutputSpan<UInt8>
    ) {
        if let line = StatusLine.text(status) {
            StaticText.append(line, to: &output)
        } else {
            StaticText.append("HTTP/1.1 ", to: &output)
            appendDecimal(Int64(status), to: &output)
            StaticText.append(" \r\n", to: &output)
        }
        StaticText.append(date, to: &output)
        if let contentType {
            StaticText.append("Content-Type: ", to: &output)
            StaticText.append(contentType, to: &output)
            StaticText.append("\r\n", to: &output)
        }
        for field in headers.fields {
            switch field {
            case .text(let name, let value):
                StaticText.append(name, to: &output)
                StaticText.append(": ", to: &output)
                appendValue(value, to: &output)
                StaticText.append("\r\n", to: &output)
            case .number(let name, let value):
                StaticText.append(name, to: &output)
                StaticText.append(": ", to: &output)
                appendDecimal(value, to: &output)
                StaticText.append("\r\n", to: &output)
            case .tag(let name, let version):
                StaticText.append(name, to: &output)
                StaticText.append(": \"", to: &output)
                appendDecimal(version, to: &output)
                StaticText.append("\"\r\n", to: &output)
            case .lines(let lines): StaticText.append(lines, to: &output)
            }
        }
    }

    private static func appendContinuation(
        _ value: Continuation, to output: inout OutputSpan<UInt8>
    ) {
        switch value {
        case .keepAlive: return
        case .keepAliveSaid: StaticText.append("Connection: keep-alive\r\n", to: &output)
        case .close: StaticText.append("Connection: close\r\n", to: &output)
        }
    }

    private static func appendValue(_ value: String, to output: inout OutputSpan<UInt8>) {
        let bytes = value.utf8.span
        guard ControlScan.hasControl(in: bytes) else {
            return StaticText.append(bytes, to: &output)
        }
        for index in bytes.indices {
            let isControl = bytes[index] < 0x20 || bytes[index] == 0x7F
            output.append(isControl ? UInt8(ascii: " ") : bytes[index])
        }
    }

    /// Appends a number that is not negative.
    private static func appendDecimal(_ number: Int64, to output: inout OutputSpan<UInt8>) {
        var digits = InlineArray<19, UInt8>(repeating: 0)
        var first = digits.count
        var rest = number.magnitude
        repeat {
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            first -= 1
            digits[first] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: digit)
            rest = quotient
        } while rest > 0
        for index in first..<digits.count { output.append(digits[index]) }
    }
}
