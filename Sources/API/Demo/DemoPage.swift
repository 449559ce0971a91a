internal import Domain
internal import Store

/// The storefront as the server renders it; the script keeps it current.
struct DemoPage {
    struct Product: Sendable {
        let record: ItemRecord
        let stock: PublicStock
    }

    /// The shop's publishable key: everybody may know it.
    let key: String
    let products: [Product]

    var html: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="holdfast-key" content="\(HTMLText.escape(key))">
        <title>Tile, Thread &amp; Track: a demo shop on Holdfast</title>
        <link rel="stylesheet" href="/demo/shop.css">
        <link rel="icon" href="/demo/art/tile-azure.svg">
        <script src="/demo/shop.js" type="module"></script>
        </head>
        <body>
        <a class="skip" href="#products">Skip to the products</a>
        <header class="top">
        <div class="brand"><span class="mark" aria-hidden="true"></span>
        <div><p class="name">Tile, Thread &amp; Track</p>
        <p class="line">A demo shop on Holdfast</p></div></div>
        <p class="live" id="live"><span class="dot" aria-hidden="true"></span>
        <span id="live-text">Connecting</span></p>
        </header>
        <main>
        <section class="intro">
        <h1>Every unit, promised once.</h1>
        <p>Open this page in a second window. What you reserve here is gone there at once, and
        comes back when you let go of it or your time runs out.</p>
        </section>
        <p class="note" id="note" role="status" aria-live="polite"></p>
        <div class="columns">
        <ul class="products" id="products" tabindex="-1">
        \(products.map(Self.card).joined(separator: "\n"))
        </ul>
        \(Self.basket)
        </div>
        <noscript><p class="note shown">Reserving needs JavaScript. The numbers above are as of
        the moment when this page was made.</p></noscript>
        </main>
        <footer><p>Stock is answered from memory, as of now.
        The reference of the API is at <a href="/docs">/docs</a>.</p></footer>
        </body>
        </html>
        """
    }

    private static let basket = """
        <aside class="basket" aria-labelledby="basket-title">
        <h2 id="basket-title">Held for you</h2>
        <p class="empty" id="basket-empty">Nothing yet. Reserve something: it is yours for two
        minutes.</p>
        <div id="basket-full" hidden>
        <div class="clock"><svg viewBox="0 0 40 40" aria-hidden="true">
        <circle cx="20" cy="20" r="17" class="track"/>
        <circle cx="20" cy="20" r="17" class="ring" id="ring" pathLength="100"/></svg>
        <p><span id="time" class="time" role="timer">2:00</span><br>
        <span class="muted">until the units are free again</span></p></div>
        <ul id="lines" class="lines"></ul>
        <p class="total"><span>Total</span><span id="total"></span></p>
        <button type="button" id="release" class="quiet">Give everything back</button>
        </div>
        </aside>
        """

    private static func card(_ product: Product) -> String {
        let (item, profile) = (product.record.item, product.record.profile)
        let options = profile.options.map(\.value).joined(separator: " · ")
        let stock = product.stock
        return """
            <li class="card" data-sku="\(HTMLText.escape(item.sku))"
            data-price="\(profile.price?.amount ?? 0)"
            data-currency="\(HTMLText.escape(profile.price?.currency ?? "EUR"))">
            <img src="\(HTMLText.escape(profile.imageURL ?? ""))" alt="" width="320"
            height="240" loading="lazy">
            <div class="words">
            <h2>\(HTMLText.escape(profile.title))</h2>
            <p class="muted">\(HTMLText.escape(options.isEmpty ? item.sku : options))</p>
            </div>
            <p class="price">\(HTMLText.escape(price(profile.price)))</p>
            <p class="badge" data-status="\(stock.status.rawValue)">\(words(stock))</p>
            <button type="button" class="reserve"
            aria-label="Reserve one \(HTMLText.escape(profile.title))"
            \(stock.available > 0 ? "" : "disabled")>Reserve one</button>
            </li>
            """
    }

    private static func words(_ stock: PublicStock) -> String {
        switch stock.status {
        case .inStock: "In stock"
        case .lowStock: "Only \(stock.available) left"
        case .outOfStock: "Sold out"
        }
    }

    /// With two decimals, as the demo's currency has.
    private static func price(_ money: Money?) -> String {
        guard let money else { return "" }
        let cents = String(100 + money.amount % 100).dropFirst()
        let symbol = money.currency == "EUR" ? "€" : money.currency + " "
        return "\(symbol)\(money.amount / 100).\(cents)"
    }
}
