"use client";

import { Textarea } from "@mantine/core";
import { useForm } from "@mantine/form";
import { ActionForm } from "../../../../../rooms/action/action-form.tsx";
import { SubmitButton } from "../../../../../rooms/action/submit-button.tsx";
import { useAction } from "../../../../../rooms/action/use-action.ts";
import { useTRPC } from "../../../../../trpc/client.tsx";

/** Adds a comment to a campaign. */
export function CommentForm({ campaignId }: { campaignId: string }) {
  const comment = useAction(useTRPC().campaigns.comment.mutationOptions());
  const form = useForm({
    initialValues: { text: "" },
    validate: { text: (text) => (text.trim() === "" ? "Write something" : null) },
  });
  const submit = form.onSubmit(({ text }) => comment.run({ id: campaignId, text }, { onDone: form.reset }));
  return (
    <ActionForm onSubmit={submit} problem={comment.problem} gap="xs">
      <Textarea
        label="Add a comment"
        description="It cannot be changed later"
        autosize
        minRows={2}
        maxRows={10}
        maxLength={5000}
        {...form.getInputProps("text")}
      />
      <SubmitButton variant="default" loading={comment.isBusy} style={{ alignSelf: "flex-start" }}>
        Comment
      </SubmitButton>
    </ActionForm>
  );
}
