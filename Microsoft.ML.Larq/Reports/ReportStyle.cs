namespace Microsoft.ML.Larq.Reports;

/// <summary>
/// How a report looks in light and in dark mode. It has no '&lt;', '&gt;' or '&amp;': XML would escape them, and CSS
/// does not read escapes.
/// </summary>
internal static class ReportStyle
{
    public const string Css = """
        :root { color-scheme: light dark; --page: #f6f7f9; --card: #ffffff; --ink: #1c2330; --soft: #5b6577;
          --rule: #e1e5ec;
          --heat: #1f5fbf; --none: #c9ced8; --band: #22863a1c; --well: #22863a; --lightness: 42%; --alarm: #b3261e;
          --c0: #1f6fd6; --c1: #d9580d; --c2: #22863a; --c3: #8738a8; --c4: #c1234f; --c5: #0b7f8c; --c6: #a67c00;
          --c7: #5c6470; }
        @media (prefers-color-scheme: dark) {
          :root { --page: #12151b; --card: #1b2029; --ink: #e7eaf0; --soft: #9aa5b8; --rule: #2e3542;
            --heat: #6cabff; --none: #3b4352; --band: #62cf7f22; --well: #62cf7f; --lightness: 66%; --alarm: #ff8a80;
            --c0: #6cabff; --c1: #ff9a57; --c2: #62cf7f; --c3: #cf94ec; --c4: #ff7f9f; --c5: #4fcad8; --c6: #e3b93c;
            --c7: #aab3c2; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--page); color: var(--ink);
          font: 15px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
        main { max-width: 1240px; margin: 0 auto; padding: 28px 20px 60px; }
        h1 { font-size: 26px; margin: 0 0 6px; overflow-wrap: anywhere; }
        h2 { font-size: 19px; margin: 38px 0 10px; }
        h2, h3, .tile span, .legend li { overflow-wrap: anywhere; min-width: 0; }
        h3 { font-size: 14px; font-weight: 600; margin: 0 0 8px; }
        p { margin: 0 0 12px; max-width: 78ch; color: var(--soft); }
        dl.facts { display: flex; flex-wrap: wrap; gap: 2px 22px; margin: 0; color: var(--soft); }
        dl.facts div { display: flex; gap: 6px; }
        dl.facts dd { margin: 0; color: var(--ink); overflow-wrap: anywhere; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 12px;
          margin-top: 20px; }
        .tile { background: var(--card); border: 1px solid var(--rule); border-radius: 10px; padding: 12px 14px; }
        .tile span { display: block; color: var(--soft); font-size: 13px; }
        .tile b { display: block; font-size: 22px; font-weight: 650; margin: 2px 0;
          font-variant-numeric: tabular-nums; }
        .warnings { list-style: none; margin: 18px 0 0; padding: 12px 16px; background: var(--card);
          border: 1px solid var(--rule);
          border-left: 5px solid var(--alarm); border-radius: 10px; display: grid; gap: 8px; }
        .warnings b { color: var(--alarm); }
        .warnings code { font-size: 13px; }
        .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 440px), 1fr)); gap: 14px;
          align-items: start; margin-bottom: 14px; }
        .charts.thirds { grid-template-columns: repeat(auto-fill, minmax(min(100%, 340px), 1fr)); }
        .charts.small { grid-template-columns: repeat(auto-fill, minmax(min(100%, 230px), 1fr)); }
        .charts.small .plot { grid-template-columns: 34px minmax(0, 1fr); }
        .charts.small .plot svg { height: 150px; }
        .charts.small .axis.up { margin: 0 0 2px; }
        .charts.small .xs { margin-top: 4px; }
        section h3 { margin-top: 6px; }
        .chart { margin: 0; min-width: 0; background: var(--card); border: 1px solid var(--rule); border-radius: 10px;
          padding: 14px 16px; }
        svg { display: block; width: 100%; }
        .plot { display: grid; grid-template-columns: 54px minmax(0, 1fr); font-size: 12px; color: var(--soft);
          padding: 8px 8px 0 0; }
        .plot svg { height: 200px; overflow: visible; }
        .ys, .xs { position: relative; }
        .ys span { position: absolute; right: 8px; line-height: 1; white-space: nowrap; transform: translateY(50%); }
        .xs { height: 20px; font-size: 12px; color: var(--soft); }
        .xs span { position: absolute; top: 4px; line-height: 1.2; transform: translateX(-50%); }
        .xs.clock { height: 16px; font-style: italic; }
        .xs.clock span { top: 0; }
        .plot .xs, .plot .axis { grid-column: 2; }
        .axis { text-align: center; }
        .axis.up { text-align: left; font-size: 12px; color: var(--soft); }
        .note { font-size: 13px; margin: 8px 0 0; }
        .matrix { border: 0; margin: 0; }
        .matrix th { color: var(--ink); }
        .rows.fine svg { height: 10px; }
        .rows.fine { font-size: 10px; line-height: 1; }
        .wrong { fill: var(--alarm); }
        .rows { display: grid; grid-template-columns: minmax(0, auto) minmax(55%, 1fr); gap: 0 8px; font-size: 12px;
          color: var(--soft); align-items: center; }
        .rows .name { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; text-align: right; }
        .rows svg { height: 22px; }
        .key { width: 60%; min-width: 180px; margin: 8px 20px 0 auto; }
        .key svg { height: 15px; }
        .grid, .zeroline { stroke: var(--rule); stroke-width: 1; vector-effect: non-scaling-stroke; }
        .zeroline { stroke: var(--soft); }
        .line { fill: none; stroke: currentColor; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round;
          vector-effect: non-scaling-stroke; }
        .dashed { stroke-dasharray: 5 4; }
        .dot { stroke: currentColor; stroke-width: 6; stroke-linecap: round; vector-effect: non-scaling-stroke; }
        .ridge { fill: color-mix(in srgb, var(--c0) 30%, var(--card)); stroke: var(--c0); stroke-width: 1;
          vector-effect: non-scaling-stroke; }
        .window { stroke: var(--c1); stroke-width: 1; stroke-dasharray: 4 3; vector-effect: non-scaling-stroke; }
        .band { fill: var(--band); }
        .bandmark { fill: var(--well); }
        .healthy { display: flex; align-items: center; gap: 8px; }
        .healthy .swatch { width: 22px; height: 12px; background: var(--band); border: 1px solid var(--well); }
        .cell { fill: var(--heat); }
        .none, .zero { fill: none; stroke: var(--none); vector-effect: non-scaling-stroke; }
        .none { stroke-dasharray: 2 3; }
        .legend { list-style: none; display: flex; flex-wrap: wrap; gap: 2px 16px; margin: 8px 0 0; padding: 0;
          font-size: 13px; color: var(--soft); }
        .legend li { display: flex; align-items: center; gap: 6px; }
        .legend b { color: var(--ink); font-weight: 600; font-variant-numeric: tabular-nums; white-space: nowrap; }
        .swatch { width: 16px; height: 4px; flex: none; }
        .wide { overflow-x: auto; background: var(--card); border: 1px solid var(--rule); border-radius: 10px;
          margin-bottom: 14px; }
        table { border-collapse: collapse; width: 100%; font-size: 13px; }
        th, td { text-align: left; padding: 6px 12px; border-bottom: 1px solid var(--rule); vertical-align: top; }
        th { color: var(--soft); font-weight: 600; white-space: nowrap; }
        td { font-variant-numeric: tabular-nums; }
        td:first-child { min-width: 120px; overflow-wrap: anywhere; }
        .number, .number th, .number td { text-align: right; white-space: nowrap; }
        tbody tr:last-child td { border-bottom: 0; }
        .total td { font-weight: 650; border-top: 2px solid var(--rule); }
        .sides td { min-width: 110px; overflow-wrap: break-word; }
        .sides td:first-child { min-width: 90px; }
        .sides .differs { font-weight: 650; box-shadow: inset 3px 0 var(--heat); }
        .charts .warnings { margin: 0; border: 0; padding: 0; }
        .side { display: grid; grid-template-columns: minmax(0, 1fr); gap: 0; max-width: 520px; }
        details { margin-top: 34px; }
        summary { cursor: pointer; font-size: 19px; font-weight: 650; margin-bottom: 10px; }
        details.folded, details.names { margin-top: 8px; }
        .folded summary, .names summary { font-size: 13px; font-weight: 600; color: var(--soft); }
        @media (max-width: 600px) {
          main { padding: 18px 10px 40px; }
          .chart { padding: 12px 10px; }
          .charts.small { grid-template-columns: repeat(2, minmax(0, 1fr)); }
          th, td { padding: 5px 8px; }
        }
        @media print {
          @page { margin: 12mm; }
          * { print-color-adjust: exact; }
          body { font-size: 11px; background: none; }
          main { max-width: none; padding: 0; }
          h1, h2, h3, summary, section p { break-after: avoid; }
          .chart, .tile, .warnings li, tr, p, section.metric { break-inside: avoid; }
          .charts { grid-template-columns: repeat(2, minmax(0, 1fr)); }
          .charts.thirds { grid-template-columns: repeat(3, minmax(0, 1fr)); }
          .charts.small { grid-template-columns: repeat(4, minmax(0, 1fr)); }
          .thirds .xs.clock span:nth-child(even) { display: none; }
          .plot svg, .charts.small .plot svg { height: 130px; }
          .wide { overflow: visible; border-radius: 0; }
          table { font-size: 8.5px; }
          th, td { padding: 2px 4px; white-space: normal; overflow-wrap: break-word; }
          td.number, .number td, th:first-child { white-space: nowrap; }
          td:first-child, td:last-child, .sides td { min-width: 0; overflow-wrap: anywhere; }
          thead { display: table-header-group; }
          details::details-content { content-visibility: visible; height: auto; }
        }
        """;
}
