import type { ActivityDay } from "@rolecall/domain";
import { TableSkeleton } from "@rolecall/ui";
import { serverApi } from "../../server/api.ts";
import type { Moment } from "../as-of/moment.ts";
import { Block } from "../block/block.tsx";
import { ActivityStrip } from "./activity-strip.tsx";

type Api = Awaited<ReturnType<typeof serverApi>>;

type ActivityProps = {
  /** In the singular, such as `role`. */
  noun: string;
  entity: { id: string; firstSeenAt: Date };
  moment: Moment;
  read: (api: Api, query: { id: string }) => Promise<readonly ActivityDay[]>;
};

async function Days({ noun, entity: { id, firstSeenAt }, moment, read }: ActivityProps) {
  const activity = await read(await serverApi(), { id });
  return <ActivityStrip activity={activity} moment={moment} firstSeenAt={firstSeenAt} noun={noun} />;
}

/** On which days an entity was used. */
export function Activity(props: ActivityProps) {
  const { noun, entity, moment } = props;
  return (
    <Block name={`The ${noun}'s activity`} query={[entity.id, moment.day]} skeleton={<TableSkeleton rows={3} />}>
      <Days {...props} />
    </Block>
  );
}
