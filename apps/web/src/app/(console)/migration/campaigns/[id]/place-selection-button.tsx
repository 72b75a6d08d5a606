"use client";

import { Button, Group, NumberInput, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { formatAmount } from "@rolecall/ui/format";
import { ActionForm } from "../../../../../rooms/action/action-form.tsx";
import { DialogButton } from "../../../../../rooms/action/dialog-button.tsx";
import { SubmitButton } from "../../../../../rooms/action/submit-button.tsx";
import { useAction } from "../../../../../rooms/action/use-action.ts";
import { useSelection } from "../../../../../rooms/selection/selection.tsx";
import { useTRPC } from "../../../../../trpc/client.tsx";

type Values = { wave: number | string; dueOn: string };

function PlaceForm({ campaignId, onLeave }: { campaignId: string; onLeave: () => void }) {
  const { chosen, choose } = useSelection();
  const place = useAction(useTRPC().campaigns.placeMembers.mutationOptions());
  const form = useForm<Values>({
    initialValues: { wave: "", dueOn: "" },
    validate: {
      dueOn: (dueOn, { wave }) => (dueOn === "" && wave === "" ? "Enter a wave, a day, or both" : null),
    },
  });
  const leave = () => {
    choose(chosen, false);
    onLeave();
  };
  const submit = form.onSubmit(({ wave, dueOn }) =>
    place.run(
      {
        ...{ id: campaignId, userIds: [...chosen] },
        wave: wave === "" ? undefined : Number(wave),
        dueOn: dueOn === "" ? undefined : dueOn,
      },
      { onDone: leave },
    ),
  );
  return (
    <ActionForm onSubmit={submit} problem={place.problem} gap="sm">
      <NumberInput
        label="Wave"
        description="1 to 99. Leave empty to keep the wave of each"
        min={1}
        max={99}
        allowDecimal={false}
        data-autofocus
        {...form.getInputProps("wave")}
      />
      <TextInput
        type="date"
        label="Due date in this campaign"
        description="Plans made later take it. Leave empty to keep the day of each"
        {...form.getInputProps("dueOn")}
      />
      <Group justify="flex-end">
        <Button variant="default" onClick={onLeave}>
          Cancel
        </Button>
        <SubmitButton loading={place.isBusy}>Move {formatAmount(chosen.length, "user")}</SubmitButton>
      </Group>
    </ActionForm>
  );
}

/** Puts the users that are selected into a wave, with a day. */
export function PlaceSelectionButton({ campaignId }: { campaignId: string }) {
  return (
    <DialogButton label="Move to wave" title="Move to a wave" button={{ size: "xs" }}>
      {(close) => <PlaceForm campaignId={campaignId} onLeave={close} />}
    </DialogButton>
  );
}
