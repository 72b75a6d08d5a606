import type { Tag } from "@rolecall/aws-emulator";
import { ACCOUNTS, type AccountName, COMPANY_DOMAIN } from "./accounts.ts";
import { awsManaged, customerManaged } from "./groups-and-policies.ts";
import * as keyLines from "./key-lines.ts";
import { inventedPeople } from "./names.ts";
import { type Course, dealCourses, lifeOf, oldKeyDay, PERSON_COURSES } from "./person-courses.ts";
import type { Scene, SshKeyPlan, StoryLine, UserPlan } from "./plans.ts";
import { type Random, randomOf } from "./random.ts";
import type { ServiceSet } from "./services.ts";

type Team = { team: string; people: number; accounts: readonly AccountName[]; group: string; services: ServiceSet };

/** Every person of a team has a user in each of its accounts: that is how the company grew up. */
const TEAMS: readonly Team[] = [
  {
    team: "platform",
    people: 16,
    accounts: ["shared", "production", "staging"],
    group: "platform-engineers",
    services: "platform",
  },
  { team: "routing", people: 18, accounts: ["development", "staging"], group: "developers", services: "developer" },
  { team: "tracking", people: 18, accounts: ["development", "staging"], group: "developers", services: "developer" },
  {
    team: "warehouse",
    people: 16,
    accounts: ["development", "production"],
    group: "developers",
    services: "developer",
  },
  { team: "mobile", people: 12, accounts: ["development"], group: "developers", services: "messaging" },
  { team: "data", people: 20, accounts: ["data", "development"], group: "data-engineers", services: "analyst" },
  { team: "research", people: 12, accounts: ["sandbox", "data"], group: "data-engineers", services: "scientist" },
  { team: "security", people: 7, accounts: ["security", "logs", "management"], group: "auditors", services: "auditor" },
  { team: "finance", people: 6, accounts: ["management"], group: "billing", services: "finance" },
  { team: "support", people: 14, accounts: ["production"], group: "support", services: "support" },
];

const ACQUIRED: Team = {
  team: "parcelwise",
  people: 30,
  accounts: ["legacy"],
  group: "developers",
  services: "developer",
};
const JOINERS = 30;

const EVERY_HOURS = [1, 2, 4, 8, 24, 24, 48, 168];

/** Tags as people write them: most are in order, some are not. */
function tagsOf(random: Random, userName: string, team: string): Tag[] {
  const email = `${userName}@${COMPANY_DOMAIN}`;
  const choices: readonly Tag[][] = [
    [
      { key: "team", value: team },
      { key: "owner", value: email },
    ],
    [
      { key: "team", value: team },
      { key: "owner", value: email },
      { key: "CreatedBy", value: "terraform" },
    ],
    [
      { key: "Team", value: team },
      { key: "email", value: email },
    ],
    [
      { key: "email", value: email },
      { key: "CreatedBy", value: "it-onboarding" },
    ],
    [{ key: "CreatedBy", value: `it-onboarding@${COMPANY_DOMAIN}` }],
    [],
  ];
  return random.pick(choices);
}

/** Most rights come from the team's group; now and then one was attached to the user itself. */
function rightsOf(
  random: Random,
  account: AccountName,
  group: string,
): Pick<UserPlan, "groups" | "attached" | "permissionsBoundaryArn"> {
  const groups = random.next() < 0.06 ? ["administrators", "self-service"] : [group, "self-service"];
  const direct = random.next();
  return {
    groups,
    attached:
      direct < 0.05
        ? [awsManaged("AmazonS3FullAccess")]
        : direct < 0.08
          ? [customerManaged(account, "legacy-everything")]
          : [],
    ...(account === "development" && direct > 0.8
      ? { permissionsBoundaryArn: customerManaged(account, "developer-boundary").arn }
      : {}),
  };
}

type Seat = { userName: string; account: AccountName; team: Team; joinedDay: number };

/** Now and then somebody changes jobs and keeps only the right to read. */
function becomesReader(userName: string, day: number): NonNullable<UserPlan["changes"]>[number] {
  return {
    day,
    what: "moved to group read-only",
    calls: [
      {
        eventName: "AddUserToGroup",
        resourceNames: ["read-only", userName],
        requestParameters: { userName, groupName: "read-only" },
      },
    ],
    apply: (user) => {
      user.groupNames = ["read-only", "self-service"];
    },
  };
}

const CODECOMMIT_TEAMS = ["platform", "routing", "tracking", "warehouse"];
const CODECOMMIT_ENDED_DAY = -500;

/** The code was in CodeCommit once: developers of that time still have their SSH keys, and the programme deletes some. */
function sshKeysOf(scene: Scene, { account, userName, team, joinedDay }: Seat): SshKeyPlan[] {
  const random = randomOf(scene.seed, "ssh key", account, userName);
  const hadOne = (account === "development" || account === "shared") && CODECOMMIT_TEAMS.includes(team.team);
  if (!hadOne || joinedDay > CODECOMMIT_ENDED_DAY - 100 || random.next() > 0.45) return [];
  const uploadedDay = joinedDay + random.int(2, 60);
  const fate = random.next();
  return [
    {
      uploadedDay,
      usage: [{ fromDay: uploadedDay, untilDay: CODECOMMIT_ENDED_DAY, everyHours: 12, services: "codecommit" }],
      ...(fate < 0.2 ? { changes: [{ day: -random.int(20, 400), to: "Inactive" }] } : {}),
      ...(fate > 0.6 ? { deletedDay: random.int(225, 340) } : {}),
    },
  ];
}

function userOf(scene: Scene, seat: Seat, course: Course): UserPlan {
  const random = randomOf(scene.seed, "person", seat.account, seat.userName);
  const { userName, account, joinedDay, team } = seat;
  const rhythm: keyLines.Rhythm = { everyHours: random.pick(EVERY_HOURS), services: team.services };
  return {
    account,
    userName,
    createdDay: joinedDay,
    tags: tagsOf(random, userName, team.team),
    ...rightsOf(random, account, team.group),
    ...lifeOf({ random, joinedDay, rhythm }, course),
    sshKeys: sshKeysOf(scene, seat),
    changes: random.next() < 0.1 ? [becomesReader(userName, Math.max(joinedDay + 20, random.int(20, 350)))] : [],
  };
}

function seatsOf(scene: Scene, teams: readonly Team[]): Seat[] {
  const random = randomOf(scene.seed, "teams", teams[0]!.team);
  const names = inventedPeople(
    random,
    teams.reduce((sum, { people }) => sum + people, 0),
  );
  return teams.flatMap((team) =>
    Array.from({ length: team.people }, () => ({ userName: names.pop()!, joinedDay: -random.int(130, 2100) })).flatMap(
      ({ userName, joinedDay }) =>
        team.accounts.map((account) => ({
          userName,
          account,
          team,
          joinedDay: Math.max(joinedDay, 20 - ACCOUNTS[account].createdDaysBefore),
        })),
    ),
  );
}

/** The acquired company had no Identity Center and few rules: most of its keys are old when it joins. */
const ACQUIRED_COURSES: readonly Course[] = [
  {
    course: "old key, retired in the programme",
    count: 14,
    live: (p) => ({
      keys: keyLines.retired(oldKeyDay(p), p.rhythm, p.random.int(225, 335), p.random),
      console: "used",
    }),
  },
  {
    course: "two keys, one retired",
    count: 4,
    live: (p) => ({ keys: keyLines.twins(oldKeyDay(p), p.rhythm, p.random, p.random.int(240, 330)), console: "used" }),
  },
  {
    course: "unused key, deleted in the programme",
    count: 5,
    live: (p) => ({ keys: keyLines.neverUsed(oldKeyDay(p), p.random.int(230, 320)), console: "unused" }),
  },
  {
    course: "old key used daily",
    count: 3,
    live: (p) => ({ keys: keyLines.steady(oldKeyDay(p), p.rhythm), console: "used" }),
  },
  { course: "console only", count: Number.POSITIVE_INFINITY, live: () => ({ console: "used" }) },
];

/** Later joiners get what the company knows best when they come: first users with keys, from month 4 on mostly no user at all. */
const JOINER_COURSES: readonly Course[] = [
  {
    course: "key made with the user, never used",
    count: 2,
    live: (p) => ({ keys: keyLines.neverUsed(p.joinedDay), console: "used" }),
  },
  {
    course: "key made on the first day, and used",
    count: 3,
    live: (p) => ({ keys: keyLines.steady(p.joinedDay, p.rhythm), console: "used" }),
  },
  {
    course: "rotates well from the first day",
    count: 5,
    live: (p) => ({
      keys: keyLines.rotated({
        firstDay: p.joinedDay,
        startsDay: p.joinedDay + 80,
        everyDays: 80,
        rhythm: p.rhythm,
        random: p.random,
      }),
      console: "used",
    }),
  },
  { course: "console only", count: Number.POSITIVE_INFINITY, live: () => ({ console: "used" }) },
];

function joinerSeats(scene: Scene): Seat[] {
  const random = randomOf(scene.seed, "joiners");
  return inventedPeople(random, JOINERS).map((userName, index) => {
    const team = random.pick(TEAMS);
    // Joining thins out: half of the joiners come in the first four months.
    const joinedDay = Math.floor(8 + (index / JOINERS) ** 1.6 * 330);
    return { userName, account: team.accounts[0]!, team, joinedDay };
  });
}

/** All the users that are people. */
export function people(scene: Scene): StoryLine {
  const deal = (seats: readonly Seat[], courses: readonly Course[], label: string) => {
    const shuffled = randomOf(scene.seed, "courses", label).shuffled(seats);
    const dealt = dealCourses(courses, shuffled.length);
    return shuffled.map((seat, index) => userOf(scene, seat, dealt[index]!));
  };
  const staff = seatsOf(scene, TEAMS);
  const taken = new Set(staff.map(({ userName }) => userName));
  const joiners = joinerSeats(scene).filter(({ userName }) => !taken.has(userName));
  return {
    users: [
      ...deal(staff, PERSON_COURSES, "staff"),
      ...deal(seatsOf(scene, [ACQUIRED]), ACQUIRED_COURSES, "acquired"),
      ...deal(joiners, JOINER_COURSES, "joiners"),
    ],
  };
}
