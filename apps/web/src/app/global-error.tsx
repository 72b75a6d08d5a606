"use client";

type Props = { error: Error & { digest?: string }; reset: () => void };

/** Stands in for the whole page when even its frame failed, so it uses nothing of ours. */
export default function GlobalError({ error, reset }: Props) {
  return (
    <html lang="en">
      <body style={{ fontFamily: "system-ui, sans-serif", maxWidth: 560, margin: "72px auto", padding: "0 16px" }}>
        <main>
          <h1>Rolecall cannot answer just now</h1>
          <p>
            Something failed on our side, and it was logged. Try again in a minute. If it goes on, tell your
            administrator
            {error.digest ? ` the reference ${error.digest}` : " what you did"}.
          </p>
          <button type="button" onClick={reset}>
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
