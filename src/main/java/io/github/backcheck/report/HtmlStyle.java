package io.github.backcheck.report;

/** How a page looks, on a screen of any width, by day and by night, and on paper. */
final class HtmlStyle {

    static final String SHEET = """
            :root {
              --page: #f6f5f1; --card: #ffffff; --ink: #22252a; --soft: #5f666f; --line: #e2e0d8;
              --breaks: #b3261e; --hurts: #a85400; --mild: #7a6a00; --advice: #2d6a4f; --clean: #2d6a4f;
              --wrong: #fdf0ee; --right: #edf6f0;
            }
            @media (prefers-color-scheme: dark) {
              :root {
                --page: #15171a; --card: #1d2024; --ink: #e4e3de; --soft: #9ba1a9; --line: #32363c;
                --breaks: #ff8a80; --hurts: #ffb066; --mild: #dccb5a; --advice: #7fcda3; --clean: #7fcda3;
                --wrong: #33211f; --right: #1c2c23;
              }
            }
            * { box-sizing: border-box; }
            body {
              margin: 0; background: var(--page); color: var(--ink);
              font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
              font-variant-numeric: tabular-nums; overflow-wrap: break-word;
            }
            main { max-width: 54rem; margin: 0 auto; padding: clamp(1.25rem, 4vw, 3.5rem) clamp(1rem, 4vw, 2rem); }
            h1, h2, p, dl, ul { margin: 0; }
            h1 { font-size: clamp(1.45rem, 1.1rem + 1.6vw, 2.1rem); line-height: 1.2; letter-spacing: -0.015em;
              text-wrap: balance; padding-bottom: 1.1rem; border-bottom: 3px solid var(--breaks); margin-bottom: 1.75rem; }
            main.clean h1 { border-color: var(--clean); }
            h2 { font-size: 0.95rem; line-height: 1.4; color: var(--soft); }
            section { padding: 0.25rem 0; margin-bottom: 1.6rem; }
            section > * + * { margin-top: 0.7rem; }
            .finding { --mark: var(--hurts); background: var(--card); border: 1px solid var(--line);
              border-left: 4px solid var(--mark); border-radius: 10px;
              padding: clamp(1rem, 3vw, 1.5rem) clamp(1rem, 3vw, 1.6rem); }
            .breaks { --mark: var(--breaks); }
            .hurts { --mark: var(--hurts); }
            .mild { --mark: var(--mild); }
            .advice { --mark: var(--advice); }
            .finding h2 { font-size: 1.17rem; line-height: 1.35; color: var(--ink); letter-spacing: -0.005em;
              margin-top: 0.35rem; text-wrap: pretty; }
            .kind { display: flex; align-items: center; gap: 0.55rem; font-size: 0.78rem; font-weight: 600;
              color: var(--mark); }
            .number { min-width: 1.6em; height: 1.6em; padding: 0 0.35em; border-radius: 1em; display: inline-grid;
              place-items: center; color: var(--card); background: var(--mark); }
            dl { display: grid; grid-template-columns: fit-content(11rem) minmax(0, 1fr); column-gap: 1.1rem; row-gap: 0.35rem;
              align-items: baseline; font-size: 0.94rem; }
            dt { color: var(--soft); }
            dd { margin: 0; }
            .name, code { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
              font-size: 0.88em; line-height: 1.7; }
            .name { overflow-wrap: anywhere; }
            code { display: block; white-space: pre-wrap; padding: 0.2rem 0.6rem; border-radius: 0 5px 5px 0; }
            .wrong code { background: var(--wrong); border-left: 3px solid var(--breaks); }
            .right code { background: var(--right); border-left: 3px solid var(--clean); }
            .lead { padding-top: 0.75rem; border-top: 1px solid var(--line); }
            .note { font-size: 0.82rem; color: var(--soft); }
            ul { padding-left: 1.15rem; font-size: 0.94rem; }
            li + li { margin-top: 0.25rem; }
            li::marker { color: var(--soft); }
            @media (max-width: 36rem) {
              dl { grid-template-columns: minmax(0, 1fr); row-gap: 0; }
              dd + dt { margin-top: 0.55rem; }
            }
            @media print {
              body { background: none; font-size: 10pt; }
              .finding { break-inside: avoid; }
            }
            """;

    private HtmlStyle() {}
}
