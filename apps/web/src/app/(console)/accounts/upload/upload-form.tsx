"use client";

import { Alert, Button, Group, Progress, Stack, Text, TextInput } from "@mantine/core";
import type { UploadFile } from "@rolecall/domain";
import { useState } from "react";
import { SubmitButton } from "../../../../rooms/action/submit-button.tsx";
import { FILES, problemOfChoice, problemOfFile } from "./check-file.ts";
import { FileField } from "./file-field.tsx";
import { type UploadStep, useUpload } from "./use-upload.ts";

function StepProgress({ step: { text, percent } }: { step: UploadStep }) {
  return (
    <div>
      <Text size="sm" role="status" mb={6}>
        {text}
      </Text>
      <Progress value={percent ?? 100} animated={percent === null} striped={percent === null} aria-label={text} />
    </div>
  );
}

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
    const wrong = problemOfChoice(chosen);
    if (wrong) setProblem(wrong);
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
          <FileField
            key={file}
            file={file}
            content={chosen[file] ?? null}
            problem={problem?.file === file ? problem.message : null}
            disabled={step !== null}
            onChange={(content) => choose(file, content)}
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
        {step && <StepProgress step={step} />}
      </Stack>
    </form>
  );
}
