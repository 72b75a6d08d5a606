import type { UploadFile } from "@rolecall/domain";

/** The server refused a file, and says why. */
export class FileRefused extends Error {
  readonly file: UploadFile;
  constructor(file: UploadFile, message: string) {
    super(message);
    this.file = file;
  }
}

type Sending = {
  uploadId: string;
  name: UploadFile;
  content: File;
  /** Called with the share that has been sent, from 0 to 1. */
  onProgress: (share: number) => void;
  signal: AbortSignal;
};

function wordsOf({ status, responseText }: XMLHttpRequest, { name }: File): string {
  try {
    const { detail } = JSON.parse(responseText) as { detail?: unknown };
    if (typeof detail === "string") return detail;
  } catch {
    // A proxy in between answers with a page of its own.
  }
  if (status === 401) return "You are signed out. Sign in again, then upload anew.";
  return `${name} was not accepted (HTTP ${status}). Try again.`;
}

/**
 * Streams a file to the server, which reads it as it arrives. It uses `XMLHttpRequest`, because `fetch` does not report progress.
 *
 * @throws FileRefused with the server's words; DOMException AbortError once the signal is aborted.
 */
export function sendFile({ uploadId, name, content, onProgress, signal }: Sending): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PUT", `/api/v1/uploads/${uploadId}/files/${name}`);
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onload = () =>
      request.status < 300 ? resolve() : reject(new FileRefused(name, wordsOf(request, content)));
    request.onerror = () =>
      reject(
        new FileRefused(
          name,
          `${content.name} did not arrive: the connection broke, or the file was changed meanwhile. Try again.`,
        ),
      );
    request.onabort = () => reject(new DOMException("The upload was stopped", "AbortError"));
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(content);
  });
}
