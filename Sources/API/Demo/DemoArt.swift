/// Pictures of the demo's products, drawn from their file names: `tile-azure.svg`.
struct DemoArt: Equatable, Sendable {
    enum Motif: String, CaseIterable, Sendable {
        case tile, shirt, loco
    }

    /// Three colors that go together: background, body, accent.
    enum Palette: String, CaseIterable, Sendable {
        case azure, terracotta, moss, sand, ink, plum

        var colors: (String, String, String) {
            switch self {
            case .azure: ("#dbe8f4", "#2f6fb0", "#f2b84b")
            case .terracotta: ("#f6e3d8", "#b5562f", "#3f6f73")
            case .moss: ("#e2ead9", "#4f7a43", "#d98e3f")
            case .sand: ("#f3ebda", "#b08a4a", "#5b4a8a")
            case .ink: ("#e3e4ea", "#2d3142", "#e4572e")
            case .plum: ("#efe0ea", "#7d3f6b", "#e0a458")
            }
        }
    }

    let motif: Motif
    let palette: Palette

    /// Nil for a name that is none of these pictures.
    init?(file: String) {
        let parts = file.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1] == "svg" else { return nil }
        let words = parts[0].split(separator: "-", omittingEmptySubsequences: false)
        guard words.count == 2, let motif = Motif(rawValue: String(words[0])),
            let palette = Palette(rawValue: String(words[1]))
        else { return nil }
        self.motif = motif
        self.palette = palette
    }

    var svg: String {
        let (background, body, accent) = palette.colors
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 240">
            <rect width="320" height="240" fill="\(background)"/>
            \(drawing(body, accent))
            </svg>
            """
    }

    private func drawing(_ body: String, _ accent: String) -> String {
        switch motif {
        case .tile: Self.tile(body, accent)
        case .shirt: Self.shirt(body, accent)
        case .loco: Self.loco(body, accent)
        }
    }

    /// Four tiles of quarter circles.
    private static func tile(_ body: String, _ accent: String) -> String {
        let places = [(64, 24), (160, 24), (64, 120), (160, 120)]
        return places.map { x, y in
            """
            <g transform="translate(\(x) \(y))"><rect width="92" height="92" fill="#fff"/>
            <path d="M0 0h46a46 46 0 0 1-46 46zM92 92h-46a46 46 0 0 1 46-46z" fill="\(body)"/>
            <path d="M92 0v30a30 30 0 0 1-30-30zM0 92v-30a30 30 0 0 1 30 30z" fill="\(accent)"/>
            <circle cx="46" cy="46" r="9" fill="\(body)"/></g>
            """
        }.joined(separator: "\n")
    }

    private static func shirt(_ body: String, _ accent: String) -> String {
        """
        <path d="M124 48c10 16 62 16 72 0l48 24-18 46-22-8v88H116v-88l-22 8-18-46z"
        fill="\(body)"/>
        <path d="M124 48c10 16 62 16 72 0" fill="none" stroke="#fff" stroke-opacity=".5"
        stroke-width="5"/>
        <path d="M134 140l26-40 26 40z" fill="\(accent)"/><circle cx="182" cy="106" r="8"
        fill="#fff" fill-opacity=".85"/>
        """
    }

    private static func loco(_ body: String, _ accent: String) -> String {
        """
        <path d="M36 196h248" stroke="\(body)" stroke-width="6" stroke-dasharray="14 6"/>
        <path d="M70 108h112v-20h22v20h38l14 22v40H70z" fill="\(body)"/>
        <path d="M70 60h66v48H70z" fill="\(body)"/><path d="M60 52h86v10H60z" fill="\(accent)"/>
        <path d="M84 72h38v26H84z" fill="#fff" fill-opacity=".85"/>
        <path d="M70 140h186v8H70z" fill="\(accent)"/>
        <g fill="\(accent)" stroke="#fff" stroke-width="5"><circle cx="102" cy="176" r="18"/>
        <circle cx="152" cy="176" r="18"/><circle cx="220" cy="180" r="13"/></g>
        <path d="M193 80c-8-18 16-20 8-38" fill="none" stroke="#fff" stroke-width="9"
        stroke-linecap="round" stroke-opacity=".8"/>
        """
    }
}
