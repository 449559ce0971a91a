internal import Domain

/// What the demo shop sells: tiles, T-shirts and model railways, about 400 items.
package enum DemoCatalog {
    /// The sku of the one kit.
    package static let kit = "RW-SET-START"

    package static func items(_ random: inout DemoRandom) -> [DemoItem] {
        tiles(&random) + shirts(&random) + railways(&random) + [starterSet]
    }

    // MARK: Tiles

    private static let patterns = [
        ("AVE", "Aveiro"), ("COR", "Córdoba"), ("DEL", "Delft"), ("FEZ", "Fez"),
        ("GRA", "Granada"), ("LIS", "Lisboa"), ("MET", "Metro"), ("SIE", "Siena"),
        ("TER", "Terrazzo"), ("ZEL", "Zellige"),
    ]
    private static let glazes = [
        ("AZ", "azure"), ("TC", "terracotta"), ("MO", "moss"), ("SA", "sand"),
    ]
    private static let formats = [
        ("10", "10 × 10 cm", 1), ("20", "20 × 20 cm", 3), ("36", "30 × 60 cm", 9),
    ]

    private static func tiles(_ random: inout DemoRandom) -> [DemoItem] {
        var items: [DemoItem] = []
        for (place, (code, name)) in patterns.enumerated() {
            for (short, glaze) in glazes {
                for (size, words, factor) in formats {
                    let price = Int64(random.next(in: 9...16) * factor * 10) + 5
                    let isShown = place < 4 && size == "20" && glaze == glazes[place].1
                    items.append(
                        DemoItem(
                            sku: "TL-\(code)-\(short)\(size)", title: "\(name) tile, \(glaze)",
                            productID: "tile-\(code.lowercased())", category: "Tiles",
                            options: [
                                .init(name: "color", value: glaze),
                                .init(name: "size", value: words),
                            ],
                            price: price, cost: price * 45 / 100,
                            target: Int64(random.next(in: 12...60) * 10),
                            picture: isShown ? "tile-\(glaze)" : nil))
                }
            }
        }
        return items
    }

    // MARK: T-shirts

    private static let designs = [
        ("BUF", "Buffer Stop"), ("CHK", "Checkerboard"), ("GRT", "Grout"), ("HLT", "Whistle Halt"),
        ("LOC", "Night Express"), ("MOS", "Mosaic"), ("SIG", "Signal Arm"), ("SLP", "Sleeper"),
        ("TRI", "Triangle"),
    ]
    private static let fabrics = [("IN", "ink"), ("PL", "plum"), ("MO", "moss")]
    private static let sizes = ["XS", "S", "M", "L", "XL", "XXL"]

    private static func shirts(_ random: inout DemoRandom) -> [DemoItem] {
        var items: [DemoItem] = []
        for (place, (code, name)) in designs.enumerated() {
            let price = Int64(random.next(in: 19...32) * 100) - 10
            for (short, fabric) in fabrics {
                for size in sizes {
                    let isShown = place < 4 && size == "M" && fabric == fabrics[place % 3].1
                    let usual = size == "M" || size == "L" ? 30 : 14
                    items.append(
                        DemoItem(
                            sku: "TS-\(code)-\(short)-\(size)", title: "\(name) T-shirt",
                            productID: "shirt-\(code.lowercased())", category: "T-shirts",
                            options: [
                                .init(name: "color", value: fabric),
                                .init(name: "size", value: size),
                            ],
                            price: price, cost: price * 38 / 100,
                            target: Int64(usual + random.next(in: 0...10)),
                            picture: isShown ? "shirt-\(fabric)" : nil))
                }
            }
        }
        return items
    }

    // MARK: Model railways

    private static let vehicles = [
        ("C41", "Class 41 steam locomotive", 26_900), ("C64", "Class 64 tank locomotive", 18_900),
        ("E03", "E 03 electric locomotive", 22_900), ("V60", "V 60 shunter", 14_900),
        ("V200", "V 200 diesel locomotive", 21_900), ("RBS", "Railbus", 16_900),
        ("CAB", "Center cab locomotive", 15_900), ("BOX", "Boxcar", 2_990),
        ("TNK", "Tank wagon", 3_290),
        ("HOP", "Hopper wagon", 2_790), ("FLT", "Flat wagon", 2_490),
        ("CON", "Container wagon", 3_490),
        ("MIL", "Milk van", 2_890), ("REF", "Refrigerator car", 3_190), ("BRK", "Brake van", 2_690),
        ("SLC", "Sleeping car", 5_490), ("DIN", "Dining car", 5_290),
        ("CCH", "Express coach", 4_490),
        ("LUG", "Luggage van", 3_990), ("CRN", "Crane wagon", 6_990),
    ]
    private static let parts = [
        ("STR", "Straight track", 290), ("CRV", "Curved track", 310), ("PNL", "Left points", 1_890),
        ("PNR", "Right points", 1_890), ("XNG", "Crossing", 1_690), ("BUF", "Buffer stop", 590),
        ("SIG", "Light signal", 2_290), ("PLT", "Platform", 1_490),
        ("STN", "Village station", 4_990),
        ("BRG", "Girder bridge", 3_790), ("TUN", "Tunnel portal", 1_290),
        ("TRE", "Birch trees", 990),
        ("LMP", "Platform lamps", 1_790), ("FIG", "Passengers, seated", 1_190),
        ("CTL", "Hand controller", 8_990), ("TRF", "Power supply", 4_490),
        ("WIR", "Wire, 10 m", 690), ("CPL", "Couplings, 10", 890),
    ]
    private static let scales = [("H0", "1:87"), ("TT", "1:120"), ("N", "1:160")]
    /// Where the window's locomotives come from, and how they are painted.
    private static let shown = ["C41": "ink", "E03": "terracotta", "V60": "moss", "V200": "plum"]

    private static func railways(_ random: inout DemoRandom) -> [DemoItem] {
        var items: [DemoItem] = []
        for (code, name, price) in vehicles + parts {
            let isVehicle = vehicles.contains { $0.0 == code && $0.1 == name }
            for (scale, ratio) in scales {
                let target = price > 10_000 ? 6 : price > 2_000 ? 14 : 80
                let paint = isVehicle && scale == "H0" ? shown[code] : nil
                items.append(
                    DemoItem(
                        sku: "RW-\(isVehicle ? "V" : "T")-\(code)-\(scale)", title: name,
                        productID: "rail-\(isVehicle ? "v" : "t")-\(code.lowercased())",
                        category: "Model railways",
                        options: [.init(name: "scale", value: "\(scale) (\(ratio))")],
                        price: Int64(price), cost: Int64(price) * 60 / 100,
                        target: Int64(target + random.next(in: 0...(target / 2))),
                        picture: paint.map { "loco-\($0)" }))
            }
        }
        return items
    }

    private static let starterSet = DemoItem(
        sku: kit, title: "Starter set: shunter, three wagons and an oval",
        productID: "rail-set-start", category: "Model railways",
        options: [.init(name: "scale", value: "H0 (1:87)")], price: 24_900, cost: 15_500,
        target: 0,
        components: [
            KitPart(sku: "RW-V-V60-H0", quantity: 1), KitPart(sku: "RW-V-BOX-H0", quantity: 2),
            KitPart(sku: "RW-V-BRK-H0", quantity: 1), KitPart(sku: "RW-T-CRV-H0", quantity: 12),
            KitPart(sku: "RW-T-STR-H0", quantity: 4), KitPart(sku: "RW-T-CTL-H0", quantity: 1),
        ])
}
