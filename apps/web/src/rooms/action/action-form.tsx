"use client";

import { Alert, Stack, type StackProps } from "@mantine/core";
import type { ReactNode, SubmitEventHandler } from "react";
import type { Problem } from "../../trpc/problem-of.ts";

type ActionFormProps = {
  onSubmit: SubmitEventHandler<HTMLFormElement>;
  /** The problem with the form as a whole. Problems of a field are shown at the field. */
  problem: Pick<Problem, "message"> | null;
  problemTitle?: string;
  gap?: StackProps["gap"];
  maw?: StackProps["maw"];
  children: ReactNode;
};

/** The frame of a form that runs an action: why it was refused, and below that its fields. */
export function ActionForm({ onSubmit, problem, problemTitle, gap, maw, children }: ActionFormProps) {
  return (
    <form method="post" onSubmit={onSubmit} noValidate>
      <Stack gap={gap} maw={maw}>
        {problem && (
          <Alert color="red" role="alert" title={problemTitle}>
            {problem.message}
          </Alert>
        )}
        {children}
      </Stack>
    </form>
  );
}
