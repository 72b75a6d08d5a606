import { expression } from "../languages/hcl.ts";
import { fromFile, jsonFile, option, word } from "../languages/shell.ts";
import { type Rendering, TemplateDocument, TemplateReference } from "./resource.ts";

/** A mail for each use of a user, by CloudTrail, EventBridge and SNS. */
export type MadeAlarm = {
  kind: "alarm";
  name: string;
  userName: string;
  userArn: string;
  email: string;
  /** ARN of the topic, for the script, with its Region. */
  topicArn: string;
  comment: string;
};

/** Without it, a rule is not given calls that only read. */
const STATE = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS";

const patternOf = ({ userArn }: MadeAlarm) => ({
  "detail-type": ["AWS Console Sign In via CloudTrail", "AWS API Call via CloudTrail"],
  detail: { userIdentity: { type: ["IAMUser"], arn: [userArn] } },
});

const topicPolicy = (topicArn: unknown) => ({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sns:Publish", Resource: topicArn },
  ],
});

const description = ({ userName }: MadeAlarm): string => `Tells each use of the break-glass user ${userName}`;

export const ALARM: Rendering<MadeAlarm> = {
  terraform: (alarm) => [
    {
      comment: alarm.comment,
      type: "resource",
      labels: ["aws_cloudwatch_event_rule", "use"],
      attributes: {
        name: alarm.name,
        description: description(alarm),
        state: STATE,
        event_pattern: { document: patternOf(alarm) },
      },
    },
    {
      type: "resource",
      labels: ["aws_cloudwatch_event_target", "use"],
      attributes: {
        rule: expression("aws_cloudwatch_event_rule.use.name"),
        arn: expression("aws_sns_topic.use.arn"),
        // The topic must admit the rule before anything is sent.
        depends_on: expression("[aws_sns_topic_policy.use]"),
      },
    },
    { type: "resource", labels: ["aws_sns_topic", "use"], attributes: { name: alarm.name } },
    {
      type: "resource",
      labels: ["aws_sns_topic_policy", "use"],
      attributes: {
        arn: expression("aws_sns_topic.use.arn"),
        policy: expression(`jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Service = "events.amazonaws.com" }
      Action    = "sns:Publish"
      Resource  = aws_sns_topic.use.arn
    }]
  })`),
      },
    },
    {
      comment: "AWS sends a mail to this address, whose link has to be followed before alarms arrive.",
      type: "resource",
      labels: ["aws_sns_topic_subscription", "use"],
      attributes: { topic_arn: expression("aws_sns_topic.use.arn"), protocol: "email", endpoint: alarm.email },
    },
  ],
  template: (alarm) => [
    {
      id: "Topic",
      comment: "AWS sends a mail to this address, whose link has to be followed before alarms arrive.",
      type: "AWS::SNS::Topic",
      properties: { TopicName: alarm.name, Subscription: [{ Protocol: "email", Endpoint: alarm.email }] },
    },
    {
      id: "TopicPolicy",
      comment: "Lets EventBridge publish to the topic.",
      type: "AWS::SNS::TopicPolicy",
      properties: {
        Topics: [new TemplateReference("Topic")],
        PolicyDocument: new TemplateDocument(topicPolicy(new TemplateReference("Topic"))),
      },
    },
    {
      id: "Rule",
      comment: alarm.comment,
      type: "AWS::Events::Rule",
      properties: {
        Name: alarm.name,
        Description: description(alarm),
        State: STATE,
        EventPattern: new TemplateDocument(patternOf(alarm)),
        Targets: [{ Id: "mail", Arn: new TemplateReference("Topic") }],
      },
      dependsOn: "TopicPolicy",
    },
  ],
  shell: (alarm) => {
    const topic = option("--topic-arn", alarm.topicArn);
    return {
      apply: `aws sns create-topic ${option("--name", alarm.name)} >/dev/null
${jsonFile("topic-policy.json", topicPolicy(alarm.topicArn))}
aws sns set-topic-attributes ${topic} --attribute-name Policy \\
  --attribute-value ${fromFile("topic-policy.json")}
# AWS sends a mail to this address, whose link has to be followed before alarms arrive.
aws sns subscribe ${topic} --protocol email --notification-endpoint ${word(alarm.email)} >/dev/null
${jsonFile("event-pattern.json", patternOf(alarm))}
aws events put-rule ${option("--name", alarm.name)} --state ${STATE} \\
  ${option("--description", description(alarm))} --event-pattern ${fromFile("event-pattern.json")} >/dev/null
aws events put-targets ${option("--rule", alarm.name)} --targets Id=mail,Arn=${word(alarm.topicArn)} >/dev/null`,
      undo: `unless_gone aws events remove-targets ${option("--rule", alarm.name)} --ids mail
unless_gone aws events delete-rule ${option("--name", alarm.name)}
aws sns delete-topic ${topic}`,
    };
  },
};
