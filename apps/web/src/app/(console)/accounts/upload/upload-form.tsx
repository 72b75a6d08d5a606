"use client";

import { Alert, FileInput, Stack, Text, TextInput } from "@mantine/core";
import { UPLOAD_FILES, type UploadFile } from "@rolecall/domain";
import { IconFileUpload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useTRPC } from "../../../../trpc/client.tsx";
import { problemOf } from "../../../../trpc/problem-of.ts";
import { SubmitButton } from "../../../submit-button.tsx";

type Chosen = Partial<Record<UploadFile, File>>;
type Wrong = { message: string; file: UploadFile | null };

class FileRefused extends Error {
  readonly file: UploadFile;
  constructor(file: UploadFile, message: string) {
    super(message);
    this.file = file;
  }
}

const FILES = Object.keys(UPLOAD_FILES) as UploadFile[];

/** The browser streams the file: the server reads it as it comes. @throws FileRefused with the server's words */
async function sendFile(uploadId: string, name: UploadFile, file: File): Promise<void> {
  const response = await fetch(`/api/v1/uploads/${uploadId}/files/${name}`, { method: "PUT", body: file });
  if (response.ok) return;
  const problem = (await response.json().catch(() => null)) as { detail?: string } | null;
  throw new FileRefused(name, problem?.detail ?? `${file.name} was not accepted (HTTP ${response.status}). Try again.`);
}

/** Sends the files one after the other and opens the scan by which they land. */
export function UploadForm() {
  const router = useRouter();
  const trpc = useTRPC();
  const create = useMutation(trpc.uploads.create.mutationOptions());
  const complete = useMutation(trpc.uploads.complete.mutationOptions());
  const [chosen, setChosen] = useState<Chosen>({});
  const [name, setName] = useState("");
  const [step, setStep] = useState<string | null>(null);
  const [wrong, setWrong] = useState<Wrong | null>(null);

  const send = async () => {
    if (!chosen["authorization-details"]) {
      setWrong({ file: "authorization-details", message: "Choose the file with the authorization details" });
      return;
    }
    setWrong(null);
    try {
      const upload = await create.mutateAsync({});
      for (const file of FILES) {
        const content = chosen[file];
        if (!content) continue;
        setStep(`Reading ${content.name}`);
        await sendFile(upload.id, file, content);
      }
      setStep("Taking the roll");
      const scan = await complete.mutateAsync({ id: upload.id, ...(name.trim() ? { name: name.trim() } : {}) });
      router.push(`/scans/${scan.id}`);
    } catch (error) {
      setStep(null);
      setWrong(
        error instanceof FileRefused
          ? { file: error.file, message: error.message }
          : { file: null, message: problemOf(error).message },
      );
    }
  };

  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Stack maw={560}>
        {wrong && wrong.file === null && (
          <Alert color="red" role="alert" title="Nothing was stored">
            {wrong.message}
          </Alert>
        )}
        {FILES.map((file) => (
          <FileInput
            key={file}
            label={UPLOAD_FILES[file].title}
            description={UPLOAD_FILES[file].required ? "JSON, at most 256 MB" : "Optional: JSON or CSV, at most 16 MB"}
            placeholder="Choose a file"
            leftSection={<IconFileUpload size={16} aria-hidden />}
            value={chosen[file] ?? null}
            onChange={(content) => {
              setChosen((before) => ({ ...before, [file]: content ?? undefined }));
              setWrong(null);
            }}
            error={wrong?.file === file ? wrong.message : null}
            clearable
            clearButtonProps={{ "aria-label": `Remove ${UPLOAD_FILES[file].title}` }}
          />
        ))}
        <TextInput
          label="Name of the account"
          description="Left empty: its account id, or the name that it has already"
          maxLength={100}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <SubmitButton loading={step !== null} style={{ alignSelf: "flex-start" }}>
          Upload
        </SubmitButton>
        {step && (
          <Text size="sm" role="status">
            {step} …
          </Text>
        )}
      </Stack>
    </form>
  );
}
