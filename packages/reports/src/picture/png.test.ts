import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Resvg } from "@resvg/resvg-js";
import { expect, it } from "vitest";
import { renderPng } from "./png.ts";
import { fontFromWoff } from "./woff-font.ts";

const svg = (text: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="50"><text x="5" y="30" font-family="Inter, sans-serif" font-size="20">${text}</text></svg>`;

it("draws text with the package's own font", async () => {
  const [blank, text, other] = await Promise.all(
    ["", "Roles", "Users"].map((word) => renderPng(svg(word), { scale: 2, background: "#ffffff" })),
  );
  expect(Buffer.compare(text!, blank!)).not.toBe(0);
  expect(Buffer.compare(text!, other!)).not.toBe(0);
});

it("draws an opaque PNG of the size asked for", async () => {
  const png = Buffer.from(await renderPng(svg("Roles"), { scale: 2, background: "#ffffff" }));
  expect(png.subarray(1, 4).toString("latin1")).toBe("PNG");
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([400, 100]);
  const { pixels } = new Resvg(
    `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="400" height="100"><image width="400" height="100" xlink:href="data:image/png;base64,${png.toString("base64")}"/></svg>`,
  ).render();
  expect(pixels.every((value, i) => i % 4 !== 3 || value === 255)).toBe(true);
});

it("unpacks a font whose tables carry their own checksums", () => {
  const file = createRequire(import.meta.url).resolve("@fontsource/inter/files/inter-latin-400-normal.woff");
  const font = fontFromWoff(readFileSync(file));
  for (let i = 0; i < font.readUInt16BE(4); i++) {
    const entry = 12 + 16 * i;
    if (font.toString("latin1", entry, entry + 4) === "head") continue; // It holds the sum of the whole file.
    const [expected, offset, length] = [4, 8, 12].map((field) => font.readUInt32BE(entry + field)) as [
      number,
      number,
      number,
    ];
    let sum = 0;
    for (let at = offset; at < offset + length; at += 4) sum = (sum + font.readUInt32BE(at)) >>> 0;
    expect(sum).toBe(expected);
  }
  expect(() => fontFromWoff(font)).toThrow("Not a WOFF 1.0 font");
});
