"use client";

import type { UploadFile } from "@rolecall/domain";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useTRPCClient } from "../../../../trpc/client.tsx";
import { problemOf } from "../../../../trpc/problem-of.ts";
import { FileRefused, sendFile } from "./send-file.ts";

/** `file` of null: the problem is with the upload as a whole. */
type UploadProblem = { file: UploadFile | null; message: string };
/** `percent` of null: how far it is cannot be told. */
type Step = { text: string; percent: number | null; canStop: boolean };

const ORDER: readonly UploadFile[] = ["authorization-details", "credential-report"];

/** What came of it, in words; null where the person stopped it. */
function toProblem(error: unknown): UploadProblem | null {
  if (error instanceof FileRefused) return { file: error.file, message: error.message };
  if (error instanceof DOMException && error.name === "AbortError") return null;
  return { file: null, message: problemOf(error).message };
}

/** Takes files to the server, has them landed, and opens the scan by which they land. */
export function useUpload() {
  const router = useRouter();
  const { uploads } = useTRPCClient();
  const [step, setStep] = useState<Step | null>(null);
  const [problem, setProblem] = useState<UploadProblem | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const sendOne = (uploadId: string, name: UploadFile, content: File, signal: AbortSignal) =>
    sendFile({
      uploadId,
      name,
      content,
      signal,
      onProgress: (share) =>
        setStep(
          share < 1
            ? { text: `Sending ${content.name}`, percent: Math.round(share * 100), canStop: true }
            : { text: `Reading ${content.name}`, percent: null, canStop: true },
        ),
    });

  const send = async (chosen: Partial<Record<UploadFile, File>>, accountName: string) => {
    const abort = new AbortController();
    running.current = abort;
    setProblem(null);
    setStep({ text: "Beginning the upload", percent: null, canStop: true });
    try {
      const { id } = await uploads.create.mutate({});
      for (const name of ORDER) {
        const content = chosen[name];
        if (content) await sendOne(id, name, content, abort.signal);
      }
      setStep({ text: "Taking the roll", percent: null, canStop: false });
      const trimmed = accountName.trim();
      const scan = await uploads.complete.mutate({ id, ...(trimmed ? { name: trimmed } : {}) });
      router.push(`/scans/${scan.id}`);
    } catch (error) {
      setStep(null);
      setProblem(toProblem(error));
    }
  };

  return {
    step,
    problem,
    send,
    stop: () => running.current?.abort(),
    setProblem,
    clearProblem: () => setProblem(null),
  };
}
