"use client";

import type { UploadFile } from "@rolecall/domain";
import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { useTRPCClient } from "../../../../trpc/client.tsx";
import { problemOf } from "../../../../trpc/problem-of.ts";
import { FILES, type UploadProblem } from "./check-file.ts";
import { FileRefused, sendFile } from "./send-file.ts";

/** A `percent` of null: the progress is unknown. */
export type UploadStep = { text: string; percent: number | null; canStop: boolean };

/** The problem in words; null: the person stopped the upload. */
function toProblem(error: unknown): UploadProblem | null {
  if (error instanceof FileRefused) return { file: error.file, message: error.message };
  if (error instanceof DOMException && error.name === "AbortError") return null;
  return { file: null, message: problemOf(error).message };
}

/** Sends files to the server, completes the upload, and opens the scan that processes them. */
export function useUpload() {
  const router = useRouter();
  const { uploads } = useTRPCClient();
  const [step, setStep] = useState<UploadStep | null>(null);
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
      for (const name of FILES) {
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
