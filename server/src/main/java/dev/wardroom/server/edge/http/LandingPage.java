package dev.wardroom.server.edge.http;

/// What a browser sees at the server's address.
final class LandingPage {
  private LandingPage() {}

  static String html(String version) {
    return """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Wardroom</title>
    <style>
      :root { color-scheme: light dark; }
      body { margin: 0; min-height: 100vh; display: grid; place-items: center;
             font: 16px/1.6 system-ui, sans-serif;
             background: light-dark(#f6f7f9, #14171c); color: light-dark(#1d2430, #e6e9ef); }
      main { max-width: 34rem; padding: 2rem; }
      h1 { font-size: 1.75rem; letter-spacing: -0.01em; margin: 0 0 0.5rem; }
      p { margin: 0.75rem 0; }
      pre { padding: 0.9rem 1.1rem; border-radius: 0.5rem; overflow-x: auto;
            background: light-dark(#e9ecf1, #1f242c); font-size: 0.9rem; }
      footer { margin-top: 2rem; font-size: 0.85rem; color: light-dark(#5b6575, #98a2b3); }
    </style>
    </head>
    <body>
    <main>
      <h1>Wardroom</h1>
      <p>This is a Wardroom server: messages between its people are encrypted from device to
      device, and the server cannot read them.</p>
      <p>To join, ask its administrator for an invitation, then use the
      <code>wardroom</code> command of your installation:</p>
      <pre>wardroom register --invitation LINK --username NAME</pre>
      <footer>Wardroom %s</footer>
    </main>
    </body>
    </html>
    """
        .formatted(version);
  }
}
