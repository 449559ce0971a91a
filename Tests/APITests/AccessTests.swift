import Domain
import Testing

@testable import API

@Suite("Access")
struct AccessTests {
    @Test(
        "who may use what",
        arguments: [
            (.secret, nil, .secret(.stockWrite), true),
            (.secret, ["stock:write"], .secret(.stockWrite), true),
            (.secret, ["stock:read"], .secret(.stockWrite), false),
            (.secret, ["stock:read"], .publishable(.stockRead), true),
            (.secret, ["items:read"], .publishable(.stockRead), false),
            (.secret, nil, .root, false), (.root, nil, .root, true),
            (.root, nil, .secret(.keysWrite), true), (.publishable, nil, .root, false),
            (.publishable, nil, .secret(.stockRead), false),
            (.publishable, nil, .publishable(.stockRead), true),
            (.publishable, nil, .door(.stockRead), true),
            (.publishable, nil, .local(.metricsRead), false),
            (.publishable, ["stock:write"], .secret(.stockWrite), false),
        ] as [(Principal.Kind, [String]?, Access, Bool)])
    func reach(kind: Principal.Kind, scopes: [String]?, access: Access, isLetIn: Bool) {
        let principal = Principal(
            kind: kind, tenant: ID(rawValue: 1), key: ID(rawValue: 2), scopes: scopes,
            allowedOrigins: [])
        let check = { try Authenticator.check(principal, access) }
        if isLetIn {
            #expect(throws: Never.self, performing: check)
        } else {
            #expect(throws: Problem.self, performing: check)
        }
    }

    @Test("a key's text has 256 bits behind its prefix, and its shown part tells few of them")
    func keyText() {
        let random = [UInt8](repeating: 0xFF, count: 32)
        let secret = KeyText(kind: .secret, random: random)
        #expect(secret.text == "hf_sk_" + String(repeating: "z", count: 51) + "g")
        #expect(secret.shownPrefix == "hf_sk_zzzz")
        #expect(KeyText(kind: .publishable, random: random).text.hasPrefix("hf_pk_"))
        #expect(KeyText(kind: .secret).text != KeyText(kind: .secret).text)
    }
}

@Suite("Sealed keys")
struct KeySealTests {
    static let body = """
        {"prefix":"hf_sk_abcd","secret_key":"\(KeyText(kind: .secret).text)",\
        "publishable_key":"\(KeyText(kind: .publishable).text)"}
        """

    @Test("a kept answer does not hold a key's text, and the same Idempotency-Key shows it again")
    func seal() {
        let seal = KeySeal(secret: Array(0..<16), name: [1, 2, 3])
        let hidden = seal.apply(to: Self.body)
        #expect(hidden != Self.body)
        #expect(hidden.hasPrefix(#"{"prefix":"hf_sk_abcd","secret_key":"hf_sk_"#))
        for part in Self.body.split(separator: "\"") where part.utf8.count == 58 {
            #expect(!hidden.contains(part))
        }
        #expect(seal.apply(to: hidden) == Self.body)
    }

    @Test("another Idempotency-Key does not show it")
    func other() {
        let hidden = KeySeal(secret: Array(0..<16), name: [1]).apply(to: Self.body)
        #expect(KeySeal(secret: Array(0..<16), name: [2]).apply(to: hidden) != Self.body)
    }
}
