/** A text on one line: what would end a line, or turn its direction, is a space. */
export const oneLine = (text: string): string => text.replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, " ");

const WIDTH = 110;

function wrapped(text: string): string[] {
  const lines = [""];
  // What begins with spaces is a command, which is copied as it is.
  if (text.startsWith("  ")) return [oneLine(text)];
  for (const word of oneLine(text).split(" ")) {
    const line = lines.at(-1);
    if (line && line.length + word.length >= WIDTH) lines.push(word);
    else lines[lines.length - 1] = line ? `${line} ${word}` : word;
  }
  return lines;
}

/** Lines of comment. Each given line is a paragraph that is broken where it grows too long. */
export const commented = (lead: "#" | "//", ...paragraphs: readonly string[]): string =>
  paragraphs
    .flatMap(wrapped)
    .map((line) => `${lead} ${line}`.trimEnd())
    .join("\n");
