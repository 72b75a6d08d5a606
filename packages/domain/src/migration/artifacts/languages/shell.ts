import { shellWord } from "../../../onboarding/aws-cli-script.ts";
import { oneLine } from "./comments.ts";
import { jsonText } from "./json.ts";
import { hasMark, written } from "./marks.ts";

const PLAIN = /^[\w@%+=:,./-]+$/;

/** A text as one word of a shell, in quotes only where it needs them. */
export const word = (text: string): string =>
  PLAIN.test(text) ? text : written(text, shellWord, (name) => `"$${name}"`) || "''";

/** A command's option. A value that begins with a hyphen would be taken for an option of its own. */
export const option = (name: string, value: string): string =>
  value.startsWith("-") ? `${name}=${word(value)}` : `${name} ${word(value)}`;

const inHeredoc = (text: string): string => text.replaceAll(/[\\$`]/g, "\\$&");

/** Writes a JSON document to a file of the script's own folder, which `file://"$work"/name` then names. */
export function jsonFile(name: string, document: unknown): string {
  const json = jsonText(document);
  const [end, body] = hasMark(json) ? ["JSON", written(json, inHeredoc, (value) => `\${${value}}`)] : ["'JSON'", json];
  return `cat >"$work/${name}" <<${end}\n${body}\nJSON`;
}

export const fromFile = (name: string): string => `"file://$work/${name}"`;

/** Stops the script where something of that name is there which it did not make: such a thing is neither changed nor deleted. */
export const stopUnlessOurs = (what: string, describe: string, description: string): string =>
  `ours ${word(oneLine(what))} "$(${describe} --output text)" ${word(description)}`;

/** A command over several lines, each but the first indented. */
export const command = (...parts: readonly (string | false | undefined)[]): string =>
  parts.filter((part) => part).join(" \\\n  ");

/** A pattern as `grep -E` reads it in any shell: it has neither \d nor \w. */
export const posixPattern = ({ source }: RegExp): string =>
  source.replaceAll("\\d", "[0-9]").replaceAll("\\w", "A-Za-z0-9_").replaceAll("\\/", "/");
