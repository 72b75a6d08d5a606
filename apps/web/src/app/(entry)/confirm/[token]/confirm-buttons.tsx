"use client";

import { Alert, Button, Group } from "@mantine/core";
import { useState, useTransition } from "react";
import type { EntryAnswer } from "../../entry-answer.ts";
import { confirmAction, refuseAction } from "./confirm-action.ts";

type Done = { words: string; isRefused: boolean };

/** Agree, or never be asked again. */
export function ConfirmButtons({ token }: { token: string }) {
  const [done, setDone] = useState<Done | null>(null);
  const [isBusy, startTransition] = useTransition();
  const run = (action: (token: string) => Promise<EntryAnswer>, words: string) =>
    startTransition(async () => {
      const answer = await action(token);
      setDone(answer.ok ? { words, isRefused: false } : { words: answer.problem ?? "", isRefused: true });
    });
  if (done && !done.isRefused) {
    return (
      <Alert color="green" role="status">
        {done.words}
      </Alert>
    );
  }
  return (
    <>
      {done && (
        <Alert color="red" role="alert" mb="md">
          {done.words}
        </Alert>
      )}
      <Group gap="xs">
        <Button onClick={() => run(confirmAction, "You receive the reports from now on.")} loading={isBusy}>
          Receive the reports
        </Button>
        <Button
          variant="default"
          onClick={() => run(refuseAction, "This installation sends you no mail any more.")}
          disabled={isBusy}
        >
          No mail from here
        </Button>
      </Group>
    </>
  );
}
