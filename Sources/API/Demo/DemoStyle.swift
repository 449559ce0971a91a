/// The storefront's style: tokens first, then what uses them.
enum DemoStyle {
    static let text = #"""
        :root {
          color-scheme: light dark;
          --bg: light-dark(#f6f6f3, #101110);
          --surface: light-dark(#ffffff, #181918);
          --sunken: light-dark(#f0efeb, #131413);
          --line: light-dark(#e5e3dd, #2b2c2a);
          --line-strong: light-dark(#8b8980, #777872);
          --text: light-dark(#1c1b18, #eeede9);
          --muted: light-dark(#5f5d55, #a8a69e);
          --accent: light-dark(#2850d8, #93adff);
          --primary: light-dark(#1c1b18, #eeede9);
          --on-primary: light-dark(#ffffff, #1c1b18);
          --ok: light-dark(#13693f, #6fd3a0);
          --ok-soft: light-dark(#e2f3e9, #14291e);
          --low: light-dark(#8a4b00, #f0b45c);
          --low-soft: light-dark(#fdf0d9, #322411);
          --out: light-dark(#b3261e, #ff9d93);
          --out-soft: light-dark(#fde7e4, #3a1a17);
          --flash: light-dark(#dfe7ff, #2a3560);
        }

        *, *::before, *::after { box-sizing: border-box; }

        [hidden] { display: none !important; }

        body {
          margin: 0;
          background: var(--bg);
          color: var(--text);
          font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Inter, Roboto, sans-serif;
          font-variant-numeric: tabular-nums;
        }

        h1, h2, p, ul { margin: 0; padding: 0; }
        ul { list-style: none; }
        a { color: var(--accent); }
        .muted { color: var(--muted); }

        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }

        .skip {
          position: absolute;
          left: -9999px;
          padding: 8px 12px;
          background: var(--surface);
        }
        .skip:focus { left: 12px; top: 12px; z-index: 2; }

        .top {
          display: flex;
          align-items: center;
          justify-content: space-between;
          gap: 16px;
          max-width: 1180px;
          margin: 0 auto;
          padding: 20px 24px;
        }
        .brand { display: flex; align-items: center; gap: 12px; }
        .mark {
          width: 32px;
          height: 32px;
          border-radius: 8px;
          background:
            linear-gradient(var(--on-primary) 0 0) 9px 9px / 14px 4px no-repeat,
            linear-gradient(var(--on-primary) 0 0) 9px 18px / 8px 4px no-repeat,
            var(--primary);
        }
        .brand .name { font-weight: 650; line-height: 1.25; }
        .brand .line { color: var(--muted); font-size: 13px; line-height: 1.25; }

        .live { display: flex; align-items: center; gap: 8px; font-size: 13px; }
        .live .dot {
          width: 8px;
          height: 8px;
          border-radius: 50%;
          background: var(--line-strong);
        }
        .live[data-state="on"] .dot { background: var(--ok); }
        .live[data-state="off"] .dot { background: var(--out); }

        main { max-width: 1180px; margin: 0 auto; padding: 8px 24px 32px; }

        .intro { padding: 24px 0 20px; max-width: 62ch; }
        .intro h1 {
          font-size: clamp(28px, 5vw, 40px);
          font-weight: 680;
          letter-spacing: -0.02em;
          line-height: 1.1;
          margin-bottom: 12px;
        }
        .intro p { color: var(--muted); font-size: 17px; }

        .note {
          min-height: 0;
          border-radius: 8px;
          font-weight: 550;
        }
        .note:not(:empty) {
          margin-bottom: 16px;
          padding: 10px 14px;
          background: var(--low-soft);
          color: var(--low);
        }

        .columns {
          display: grid;
          grid-template-columns: minmax(0, 1fr) 300px;
          gap: 24px;
          align-items: start;
        }

        .products {
          display: grid;
          grid-template-columns: repeat(auto-fill, minmax(200px, 1fr));
          gap: 16px;
        }

        .card {
          display: grid;
          grid-template-columns: 1fr auto;
          grid-template-rows: auto 1fr auto auto;
          gap: 10px 12px;
          padding: 12px;
          border: 1px solid var(--line);
          border-radius: 12px;
          background: var(--surface);
        }
        .card img {
          grid-column: 1 / -1;
          width: 100%;
          height: auto;
          aspect-ratio: 4 / 3;
          border-radius: 8px;
          background: var(--sunken);
        }
        .card .words { grid-column: 1 / -1; }
        .card h2 { font-size: 15px; font-weight: 600; line-height: 1.3; }
        .card .muted { font-size: 13px; }
        .card .price { font-size: 17px; font-weight: 650; align-self: center; }
        .card .reserve { grid-column: 1 / -1; }
        .card[data-gone="yes"] img { filter: grayscale(1); opacity: 0.55; }

        .badge {
          align-self: center;
          justify-self: start;
          display: inline-flex;
          align-items: center;
          gap: 6px;
          padding: 3px 10px;
          border-radius: 999px;
          font-size: 13px;
          font-weight: 600;
          white-space: nowrap;
        }
        .badge::before { font-size: 11px; }
        .badge[data-status="in_stock"] { background: var(--ok-soft); color: var(--ok); }
        .badge[data-status="in_stock"]::before { content: "\2713"; }
        .badge[data-status="low_stock"] { background: var(--low-soft); color: var(--low); }
        .badge[data-status="low_stock"]::before { content: "\25B2"; }
        .badge[data-status="out_of_stock"] { background: var(--out-soft); color: var(--out); }
        .badge[data-status="out_of_stock"]::before { content: "\2715"; }

        button {
          min-height: 40px;
          padding: 0 16px;
          border: 1px solid transparent;
          border-radius: 8px;
          background: var(--primary);
          color: var(--on-primary);
          font: inherit;
          font-weight: 600;
          cursor: pointer;
        }
        button:hover:not(:disabled) { opacity: 0.88; }
        button:disabled {
          background: var(--sunken);
          border-color: var(--line);
          color: var(--muted);
          cursor: not-allowed;
        }
        button.quiet {
          width: 100%;
          background: transparent;
          border-color: var(--line-strong);
          color: var(--text);
        }
        button.small { min-height: 32px; width: 32px; flex: none; padding: 0; }

        .basket {
          position: sticky;
          top: 16px;
          padding: 16px;
          border: 1px solid var(--line);
          border-radius: 12px;
          background: var(--surface);
        }
        .basket h2 { font-size: 17px; margin-bottom: 8px; }
        .basket .empty { color: var(--muted); }

        .clock { display: flex; align-items: center; gap: 14px; padding: 4px 0 12px; }
        .clock svg { width: 56px; height: 56px; transform: rotate(-90deg); flex: none; }
        .clock circle { fill: none; stroke-width: 4; }
        .clock .track { stroke: var(--line); }
        .clock .ring {
          stroke: var(--accent);
          stroke-dasharray: 100;
          stroke-linecap: round;
        }
        .clock .time { font-size: 24px; font-weight: 680; line-height: 1.1; }
        .clock .muted { font-size: 13px; }
        .basket[data-soon="yes"] .ring { stroke: var(--out); }
        .basket[data-soon="yes"] .time { color: var(--out); }

        .lines li {
          display: flex;
          align-items: center;
          justify-content: space-between;
          gap: 10px;
          padding: 8px 0;
          border-top: 1px solid var(--line);
          font-size: 14px;
        }
        .lines .what { min-width: 0; }
        .total {
          display: flex;
          justify-content: space-between;
          padding: 12px 0;
          border-top: 1px solid var(--line);
          font-weight: 650;
        }

        footer {
          max-width: 1180px;
          margin: 0 auto;
          padding: 0 24px 40px;
          color: var(--muted);
          font-size: 13px;
        }

        @media (prefers-reduced-motion: no-preference) {
          .card.changed { animation: flash 1.4s ease-out; }
          .clock .ring { transition: stroke-dashoffset 0.25s linear; }
        }
        @keyframes flash { from { background: var(--flash); } }

        @media (max-width: 860px) {
          .columns { grid-template-columns: minmax(0, 1fr); }
          .basket { position: static; order: -1; }
          .top, main, footer { padding-left: 16px; padding-right: 16px; }
        }
        @media (max-width: 460px) {
          .products { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 10px; }
          .card { grid-template-columns: 1fr; padding: 10px; }
        }

        """#
}
