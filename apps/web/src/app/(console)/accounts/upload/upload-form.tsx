"use client";

import { Alert, Button, FileInput, Group, Progress, Stack, Text, TextInput } from "@mantine/core";
import { UPLOAD_FILES, type UploadFile } from "@rolecall/domain";
import { IconFileUpload } from "@tabler/icons-react";
import { useState } from "react";
import { SubmitButton } from "../../../../rooms/action/submit-button.tsx";
import { problemOfFile, sizeInWords } from "./check-file.ts";
import { useUpload } from "./use-upload.ts";

const FILES = Object.keys(UPLOAD_FILES) as UploadFile[];

const DESCRIPTIONS: Record<UploadFile, string> = {
  "authorization-details": "JSON, at most 256 MB",
  "credential-report": "Optional: JSON or CSV, at most 16 MB",
};

/** Sends the files one after the other and opens the scan that processes them. */
export function UploadForm() {
  const [chosen, setChosen] = useState<Partial<Record<UploadFile, File>>>({});
  const [name, setName] = useState("");
  const { step, problem, send, stop, clearProblem, setProblem } = useUpload();

  const choose = (file: UploadFile, content: File | null) => {
    setChosen((before) => ({ ...before, [file]: content ?? undefined }));
    const message = content && problemOfFile(file, content);
    if (message) setProblem({ file, message });
    else if (problem?.file === file || problem?.file === null) clearProblem();
  };
  const submit = () => {
    const details = chosen["authorization-details"];
    const first = FILES.map((file) => {
      const content = chosen[file];
      const message = content ? problemOfFile(file, content) : null;
      return message ? { file, message } : null;
    }).find((wrong) => wrong !== null);
    if (!details)
      setProblem({ file: "authorization-details", message: "Choose the file with the authorization details" });
    else if (first) setProblem(first);
    else void send(chosen, name);
  };

  return (
    <form
      method="post"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack maw={560}>
        {problem?.file === null && (
          <Alert color="red" role="alert" title="Nothing was stored">
            {problem.message}
          </Alert>
        )}
        {FILES.map((file) => (
          <FileInput
            key={file}
            label={UPLOAD_FILES[file].title}
            description={chosen[file] ? sizeInWords(chosen[file].size) : DESCRIPTIONS[file]}
            placeholder="Choose a file"
            leftSection={<IconFileUpload size={16} aria-hidden />}
            value={chosen[file] ?? null}
            onChange={(content) => choose(file, content)}
            error={
              problem?.file === file ? (
                <span role="alert" style={{ overflowWrap: "anywhere" }}>
                  {problem.message}
                </span>
              ) : null
            }
            disabled={step !== null}
            clearable
            clearButtonProps={{ "aria-label": `Remove ${UPLOAD_FILES[file].title}` }}
          />
        ))}
        <TextInput
          label="Name of the account"
          description="Left empty: its account id, or the name that it has already"
          maxLength={100}
          value={name}
          disabled={step !== null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Group gap="sm">
          <SubmitButton loading={step !== null}>Upload</SubmitButton>
          {step?.canStop && (
            <Button variant="default" onClick={stop}>
              Stop
            </Button>
          )}
        </Group>
        {step && (
          <div>
            <Text size="sm" role="status" mb={6}>
              {step.text}
            </Text>
            <Progress
              value={step.percent ?? 100}
              animated={step.percent === null}
              striped={step.percent === null}
              aria-label={step.text}
            />
          </div>
        )}
      </Stack>
    </form>
  );
}
