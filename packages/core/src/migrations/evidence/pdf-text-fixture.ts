import { inflateSync } from "node:zlib";

/** What a PDF of one-byte fonts says, line by line: each line of text is one operation that shows pieces in hex. */
export function pdfText(pdf: Buffer): string[] {
  const raw = pdf.toString("latin1");
  const streams = [...raw.matchAll(/stream\n([\s\S]*?)\nendstream/g)].map(([, bytes = ""]) => {
    try {
      return inflateSync(Buffer.from(bytes, "latin1")).toString("latin1");
    } catch {
      return "";
    }
  });
  return streams.flatMap((content) =>
    [...content.matchAll(/\[(.*?)\] TJ/g)].map(([, pieces = ""]) =>
      [...pieces.matchAll(/<([0-9a-f]+)>/g)].map(([, hex = ""]) => Buffer.from(hex, "hex").toString("latin1")).join(""),
    ),
  );
}
