import { Stack, Text, VisuallyHidden } from "@mantine/core";
import type { IamUser, Rotation } from "@rolecall/domain";
import { LinkText, PartialNotice, SectionCard, StatusBadge } from "@rolecall/ui";
import { formatDays } from "@rolecall/ui/format";
import { hrefOf } from "../../../../rooms/address/href.ts";
import type { Moment } from "../../../../rooms/as-of/moment.ts";
import { serverApi } from "../../../../server/api.ts";
import classes from "./rotation-history.module.css";
import { type LifeStep, lifeSteps, STAGE_LABELS } from "./rotation-life.ts";

type KeyLinkProps = { id: string; accessKeyId: string | null; moment: Moment };

function KeyLink({ id, accessKeyId, moment }: KeyLinkProps) {
  return (
    <LinkText inherit href={hrefOf(`/credentials/${id}`, { asOf: moment.day })} className={classes.key ?? ""}>
      {accessKeyId ?? "key of unknown id"}
    </LinkText>
  );
}

function Step({ step }: { step: LifeStep }) {
  return (
    <li className={classes.step} data-state={step.state}>
      <span className={classes.stepLabel}>{step.label}</span>
      <span className={classes.stepText}>{step.text}</span>
    </li>
  );
}

function RotationItem({ rotation, moment }: { rotation: Rotation; moment: Moment }) {
  const { oldCredentialId, oldAccessKeyId, newCredentialId, newAccessKeyId, stage, cutOverDays } = rotation;
  const { label, tone } = STAGE_LABELS[stage];
  return (
    <li className={classes.rotation}>
      <div className={classes.head}>
        <span className={classes.keys}>
          <KeyLink id={oldCredentialId} accessKeyId={oldAccessKeyId} moment={moment} />{" "}
          <span aria-hidden="true">→</span>
          <VisuallyHidden> followed by </VisuallyHidden>{" "}
          <KeyLink id={newCredentialId} accessKeyId={newAccessKeyId} moment={moment} />
        </span>
        <StatusBadge tone={tone}>{label}</StatusBadge>
      </div>
      <ol className={classes.life}>
        {lifeSteps(rotation).map((step) => (
          <Step key={step.label} step={step} />
        ))}
      </ol>
      <Text size="sm" className={classes.sentence ?? ""}>
        {rotation.sentence}
      </Text>
      <Text size="xs" c="dimmed">
        {cutOverDays === null ? "Not cut over yet." : `Cut over in ${formatDays(cutOverDays)}.`}
      </Text>
    </li>
  );
}

/** How a user's access keys have followed each other, the newest rotation first. */
export async function RotationHistory({ user, moment }: { user: IamUser; moment: Moment }) {
  const api = await serverApi();
  const { rotations, deadlock, medianDaysBetweenRotations } = await api.users.rotations({
    id: user.id,
    asOf: moment.asOf,
  });
  return (
    <SectionCard
      title="Rotation history"
      description={
        medianDaysBetweenRotations === null
          ? "Each line is the life of an old key beside the new one that follows it."
          : `Each line is the life of an old key beside the new one that follows it. Rotated every ${formatDays(medianDaysBetweenRotations)}, in the middle.`
      }
    >
      <Stack gap="md">
        {deadlock && <PartialNotice title="No key can be rotated">{deadlock}</PartialNotice>}
        {rotations.length === 0 ? (
          <Text size="sm">
            {user.activeAccessKeys === null
              ? "The access keys could not be read, so whether any was rotated is unknown."
              : "No rotation is known: no access key was made to follow another one since Rolecall has watched, or as far as the keys that still exist tell."}
          </Text>
        ) : (
          <ol className={classes.rotations}>
            {rotations.map((rotation) => (
              <RotationItem
                key={`${rotation.oldCredentialId} ${rotation.newCredentialId}`}
                rotation={rotation}
                moment={moment}
              />
            ))}
          </ol>
        )}
      </Stack>
    </SectionCard>
  );
}
