import type { OwnersValue } from "../../replacement/successor-trust.ts";
import type { ArtifactFile, ArtifactInput } from "../artifact-input.ts";
import { commented } from "../languages/comments.ts";

/** What the client's files are written from. Values that are open stand there as REPLACE-WITH-..., as such files have no variables. */
export type Client = {
  input: ArtifactInput;
  roleArn: string;
  /** By the names of the owner's values, REGION among them. */
  values: Readonly<Record<string, string>>;
};

export type ClientFiles = (client: Client) => ArtifactFile[];

export const answerOf = ({ values }: Client, name: string): string => values[name] ?? "";

const CONTENT_TYPES = {
  yml: "application/yaml",
  json: "application/json",
  sh: "text/x-shellscript",
  ini: "text/plain; charset=utf-8",
  tf: "text/plain; charset=utf-8",
  conf: "text/plain; charset=utf-8",
  txt: "text/plain; charset=utf-8",
} as const;

export const clientFile = (name: string, extension: keyof typeof CONTENT_TYPES, body: string): ArtifactFile => ({
  name,
  contentType: CONTENT_TYPES[extension],
  body: body.endsWith("\n") ? body : `${body}\n`,
});

/** A shell script of steps that a person runs once. */
export const clientScript = (name: string, about: readonly string[], body: string): ArtifactFile =>
  clientFile(name, "sh", `#!/bin/sh\n${commented("#", ...about)}\nset -eu\n\n${body}`);

/** The questions behind the placeholders of a file. */
export const openQuestions = (open: readonly OwnersValue[], placeholderOf: (name: string) => string): string[] =>
  open.map((value) => `${placeholderOf(value.name)}: ${value.question} For example ${value.example}`);
