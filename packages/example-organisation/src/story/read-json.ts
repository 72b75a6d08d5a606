import { readdirSync, readFileSync } from "node:fs";
import type { z } from "zod";

const DATA = new URL("../../data/", import.meta.url);

/** Reads one file of the data folder. @throws Error that names the file and what is wrong in it. */
export function readJson<T extends z.ZodType>(schema: T, path: string): z.output<T> {
  const parsed = schema.safeParse(JSON.parse(readFileSync(new URL(path, DATA), "utf8")));
  if (!parsed.success) throw new Error(`data/${path} does not have the form of the story:\n${parsed.error.message}`);
  return parsed.data;
}

/** The JSON files of a folder of the data, in the order of their names. */
export const filesOf = (folder: string): string[] =>
  readdirSync(new URL(folder, DATA))
    .filter((name) => name.endsWith(".json"))
    .sort()
    .map((name) => `${folder}${name}`);
