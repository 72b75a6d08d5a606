import { UPLOAD_FILES, type UploadFile } from "@rolecall/domain";

type Chosen = Pick<File, "name" | "size">;
/** A `file` of null: the problem is with the upload as a whole. */
export type UploadProblem = { file: UploadFile | null; message: string };

/** In the order in which they are sent. */
export const FILES: readonly UploadFile[] = ["authorization-details", "credential-report"];

const BYTES_PER_MB = 1024 * 1024;

/** `1.2 MB`, `340 KB`. */
export function sizeInWords(bytes: number): string {
  if (bytes >= BYTES_PER_MB) return `${(bytes / BYTES_PER_MB).toFixed(1)} MB`;
  return `${Math.max(1, Math.round(bytes / 1024))} KB`;
}

/** The problem with a file's size, before a byte is sent; null: none. The server checks its content. */
export function problemOfFile(file: UploadFile, { name, size }: Chosen): string | null {
  const { maxBytes, command } = UPLOAD_FILES[file];
  if (size === 0) return `${name} is empty. Make it again: ${command}`;
  if (size > maxBytes) {
    return `${name} has ${sizeInWords(size)}; at most ${maxBytes / BYTES_PER_MB} MB are taken. Is it the right file?`;
  }
  return null;
}

/** Why the chosen files cannot be sent; null: they can. */
export function problemOfChoice(chosen: Partial<Record<UploadFile, Chosen>>): UploadProblem | null {
  if (!chosen["authorization-details"])
    return { file: "authorization-details", message: "Choose the file with the authorization details" };
  for (const file of FILES) {
    const content = chosen[file];
    const message = content ? problemOfFile(file, content) : null;
    if (message) return { file, message };
  }
  return null;
}
