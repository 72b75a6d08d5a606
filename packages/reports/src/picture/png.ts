import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderAsync } from "@resvg/resvg-js";
import { fontFromWoff } from "./woff-font.ts";

/** Regular and bold, which also stands for semi-bold. The charts' text is our own: dates, numbers and names of quantities, all in Latin letters. */
const FONT_WEIGHTS = [400, 700];
const require = createRequire(import.meta.url);

/**
 * Draws an SVG document as PNG, the same on every machine: with the fonts of this package, never those of the system.
 *
 * @param scale pixels of the PNG for each of the SVG: 2 for sharp pictures on dense screens.
 * @param background CSS colour; the picture is opaque, so that a mail program in dark mode leaves it readable.
 */
export async function renderPng(
  svg: string,
  { scale, background }: { scale: number; background: string },
): Promise<Uint8Array> {
  const folder = await mkdtemp(join(tmpdir(), "rolecall-fonts-"));
  try {
    const fontFiles = await Promise.all(FONT_WEIGHTS.map((weight) => unpackFont(weight, folder)));
    const image = await renderAsync(svg, {
      background,
      fitTo: { mode: "zoom", value: scale },
      font: { fontFiles, loadSystemFonts: false, defaultFontFamily: "Inter", sansSerifFamily: "Inter" },
    });
    return image.asPng();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** resvg takes fonts as files only. */
async function unpackFont(weight: number, folder: string): Promise<string> {
  const woff = await readFile(require.resolve(`@fontsource/inter/files/inter-latin-${weight}-normal.woff`));
  const file = join(folder, `inter-${weight}.ttf`);
  await writeFile(file, fontFromWoff(woff));
  return file;
}
