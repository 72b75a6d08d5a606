/** JSON in ASCII, so that no language around it reads it otherwise. */
const ascii = (json: string): string =>
  json.replaceAll(/[^\n -~\uFDD0\uFDD1]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

export const jsonText = (document: unknown): string => ascii(JSON.stringify(document, null, 2));

/** Puts each line but the first under an indentation. */
export const indented = (text: string, by: string): string => text.replaceAll("\n", `\n${by}`);
