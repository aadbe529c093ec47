"""The templates keep the rules of rules/, and each rule fails on a template that breaks it."""

import copy
import json
import subprocess
import tempfile
import unittest
from pathlib import Path

import libraries

libraries.ready()

from cfnlint.decode import decode  # noqa: E402

from stack import sent  # noqa: E402

HERE = Path(__file__).resolve().parent


def template(name):
    read, mistakes = decode(str(HERE / f"{name}.yaml"))
    if mistakes:
        raise AssertionError(mistakes)
    return json.loads(json.dumps(read))


def judge(templates):
    """The rules that each template breaks, by the template's name, in one run."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in templates.items():
            (Path(folder) / f"{name}.json").write_text(json.dumps(content))
        options = ["--structured", "--output-format", "json", "--show-summary", "none"]
        command = [HERE / "cfn-guard", "validate", "--data", folder, "--rules", HERE / "rules", *options]
        judged = subprocess.run(command, capture_output=True, text=True)
    if judged.returncode not in (0, 19):  # 19: some rule is broken
        raise AssertionError(judged.stderr + judged.stdout)
    return {
        Path(file["name"]).stem: {broken["Rule"]["name"] for broken in file["not_compliant"]}
        for file in json.loads(judged.stdout)
    }


def put(path, value):
    """A change of a template: another value at a path below Resources."""

    def change(broken):
        *steps, last = path.split(".")
        place = broken["Resources"]
        for step in steps:
            place = place[int(step)] if isinstance(place, list) else place[step]
        place[int(last) if isinstance(place, list) else last] = value

    return change


def take(path):
    """A change of a template: nothing at a path below Resources."""

    def change(broken):
        *steps, last = path.split(".")
        place = broken["Resources"]
        for step in steps:
            place = place[int(step)] if isinstance(place, list) else place[step]
        del place[int(last) if isinstance(place, list) else last]

    return change


TABLE = "Applications.Properties"
SITE = "Site.Properties.DistributionConfig"
FORM = "FormRole.Properties.Policies.0.PolicyDocument.Statement.0"
STAFF = "StaffPolicy.Properties.PolicyDocument.Statement"
NOTIFY = "NotifyRole.Properties.Policies.0.PolicyDocument.Statement"

# What breaks each rule. Every rule is here, and every change breaks the rule that it stands at.
BREAKS = {
    "tables_have_our_key": [take(f"{TABLE}.SSESpecification"), put(f"{TABLE}.SSESpecification.SSEType", "AES256")],
    "keys_rotate": [put("DataKey.Properties.EnableKeyRotation", False)],
    "logs_have_our_key": [take("FormLog.Properties.KmsKeyId")],
    "topics_have_our_key": [take("Alarms.Properties.KmsMasterKeyId")],
    "queues_are_encrypted": [put("NotifyFailures.Properties.SqsManagedSseEnabled", False)],
    "buckets_are_encrypted": [take("SiteBucket.Properties.BucketEncryption")],
    "buckets_refuse_plain_http": [take("SiteBucketPolicy.Properties.PolicyDocument.Statement.2")],
    "visits_are_encrypted": [
        put(f"{SITE}.DefaultCacheBehavior.ViewerProtocolPolicy", "allow-all"),
        put(f"{SITE}.CacheBehaviors.0.ViewerProtocolPolicy", "allow-all"),
        put(f"{SITE}.Origins.1.CustomOriginConfig.OriginProtocolPolicy", "match-viewer"),
    ],
    "mail_is_encrypted": [take("MailSettings.Properties.DeliveryOptions")],
    "buckets_are_private": [
        take("SiteBucket.Properties.PublicAccessBlockConfiguration"),
        put("SiteBucket.Properties.PublicAccessBlockConfiguration.BlockPublicPolicy", False),
    ],
    "buckets_let_in_only_whom_they_name": [
        put("SiteBucketPolicy.Properties.PolicyDocument.Statement.0.Principal", "*"),
        take("SiteBucketPolicy.Properties.PolicyDocument.Statement.1.Condition"),
    ],
    "the_gateway_is_closed": [
        put("ApiRoute.Properties.AuthorizationType", "NONE"),
        take("ApiRoute.Properties.AuthorizationType"),
    ],
    "the_gateway_is_throttled": [take("ApiStage.Properties.DefaultRouteSettings")],
    "cloudfront_signs_what_it_asks_of_buckets": [take(f"{SITE}.Origins.0.OriginAccessControlId")],
    "every_answer_has_the_security_headers": [
        take(f"{SITE}.DefaultCacheBehavior.ResponseHeadersPolicyId"),
        take(f"{SITE}.CacheBehaviors.0.ResponseHeadersPolicyId"),
    ],
    "functions_are_started_by_a_named_thing": [take("ApiMayInvokeForm.Properties.SourceArn")],
    "functions_have_no_address_of_their_own": [
        put("FormAddress", {"Type": "AWS::Lambda::Url", "Properties": {}}),
        put("FormFunction.Properties.FunctionUrlConfig", {"AuthType": "NONE"}),
    ],
    "tables_go_back_in_time": [
        take(f"{TABLE}.PointInTimeRecoverySpecification"),
        put(f"{TABLE}.DeletionProtectionEnabled", False),
    ],
    "what_holds_data_outlives_the_stack": [
        put("Applications.DeletionPolicy", "Delete"),
        take("DataKey.UpdateReplacePolicy"),
        take("SiteBucket.DeletionPolicy"),
    ],
    "the_reference_key_outlives_the_stack": [take("ReferenceKey.DeletionPolicy")],
    "buckets_keep_versions": [take("SiteBucket.Properties.VersioningConfiguration")],
    "failed_records_are_kept": [
        take("NotifyOfChanges.Properties.DestinationConfig"),
        take("NotifyOfChanges.Properties.MaximumRetryAttempts"),
        take("NotifyOfChanges.Properties.FunctionResponseTypes"),
    ],
    "failed_days_are_kept": [take("NotifyOfTheDay.Properties.Target.DeadLetterConfig")],
    "records_are_destroyed": [put(f"{TABLE}.TimeToLiveSpecification.Enabled", False)],
    "logs_end": [take("ApiLog.Properties.RetentionInDays")],
    "each_function_has_its_log": [take("NotifyFunction.DependsOn"), take("OriginCheck.DependsOn")],
    "old_versions_end": [take("SiteBucket.Properties.LifecycleConfiguration")],
    "visits_are_not_logged": [put(f"{SITE}.Logging", {"Bucket": "logs"})],
    "the_gateways_log_names_nobody": [
        put("ApiStage.Properties.AccessLogSettings.Format", "$context.identity.sourceIp"),
        put("ApiStage.Properties.AccessLogSettings.Format", "$context.path"),
    ],
    "firewalls_keep_no_samples": [
        put("Firewall.Properties.VisibilityConfig.SampledRequestsEnabled", True),
        put("Firewall.Properties.Rules.1.VisibilityConfig.SampledRequestsEnabled", True),
    ],
    "roles_list_their_own_permissions": [
        put("FormRole.Properties.ManagedPolicyArns", ["arn:aws:iam::aws:policy/AdministratorAccess"]),
    ],
    "roles_are_taken_by_services": [
        put("FormRole.Properties.AssumeRolePolicyDocument.Statement.0.Principal", {"AWS": "*"}),
    ],
    "actions_of_roles_are_named": [
        put(f"{NOTIFY}.0.Action", "dynamodb:*"),
        put(f"{NOTIFY}.0.Action", ["dynamodb:GetItem", "*"]),
        put(f"{NOTIFY}.0.NotAction", "iam:*"),
    ],
    "resources_of_roles_are_named": [put(f"{NOTIFY}.0.Resource", "*"), put(f"{NOTIFY}.1.Resource", ["*"])],
    "policies_are_named_too": [
        put("StaffPolicy.Properties.PolicyDocument.Statement.0.Resource", "*"),
        put("NotifyMaySend.Properties.PolicyDocument.Statement.0.Action", "ses:*"),
    ],
    "the_form_only_puts": [
        put(f"{FORM}.Action", "dynamodb:GetItem"),
        put(f"{FORM}.Action", ["dynamodb:PutItem", "dynamodb:GetItem"]),
        put(f"{FORM}.Resource", {"Fn::GetAtt": ["Other", "Arn"]}),
    ],
    "the_form_sees_nothing_of_what_it_replaces": [
        take(f"{FORM}.Condition"),
        take(f"{FORM}.Condition.StringEqualsIfExists"),
        put(f"{FORM}.Condition.StringEqualsIfExists", {"dynamodb:ReturnValues": "ALL_OLD"}),
    ],
    "the_form_puts_applications_and_contacts_alone": [
        put(f"{FORM}.Condition.ForAllValues:StringLike", {"dynamodb:LeadingKeys": ["*"]}),
        take(f"{FORM}.Condition.ForAllValues:StringLike"),
    ],
    "staff_change_nothing_without_its_entry_in_the_log": [
        take(f"{STAFF}.1.Condition.ForAnyValue:StringEquals"),
        put(f"{STAFF}.0.Action", ["dynamodb:GetItem", "dynamodb:DeleteItem"]),
        take(f"{STAFF}.2.Condition.ForAllValues:StringLike"),
        put(f"{STAFF}.2.Condition.ForAllValues:StringLike", {"dynamodb:LeadingKeys": "APPLICATION#*"}),
    ],
    "tables_are_trailed": [
        take("AccessTrail"),
        put("AccessTrail.Properties.IsLogging", False),
        put("AccessTrail.Properties.AdvancedEventSelectors.0.FieldSelectors.0.Equals", ["Management"]),
        put("AccessTrail.Properties.AdvancedEventSelectors.0.FieldSelectors.2.Equals", ["other"]),
        put(
            "AccessTrail.Properties.AdvancedEventSelectors.0.FieldSelectors.1",
            {"Field": "readOnly", "Equals": ["false"]},
        ),
        take("AccessTrail.Properties.EnableLogFileValidation"),
    ],
    "trails_are_locked": [
        take("AccessTrailBucket.Properties.ObjectLockConfiguration"),
        put("AccessTrailBucket.Properties.ObjectLockEnabled", False),
        take("AccessTrailBucket.Properties.ObjectLockConfiguration.Rule.DefaultRetention.Days"),
    ],
    "trails_end": [
        put("AccessTrailBucket.Properties.LifecycleConfiguration.Rules.0.ExpirationInDays", 36500),
        take("AccessTrailBucket.Properties.LifecycleConfiguration.Rules.0"),
    ],
    "nobody_deletes_trails": [
        take("AccessTrailBucketPolicy.Properties.PolicyDocument.Statement.2"),
        put("AccessTrailBucketPolicy.Properties.PolicyDocument.Statement.2.Action", ["s3:DeleteObject"]),
    ],
    "staff_do_not_read_the_trail": [
        put(f"{STAFF}.0.Action", ["dynamodb:GetItem", "s3:GetObject"]),
        put(f"{STAFF}.0.Action", "cloudtrail:StopLogging"),
    ],
    "overload_is_told": [
        take("VisitorsAreTurnedAway"),
        take("TurnedAway"),
        take("RequestsAreRefused.Properties.AlarmActions"),
        put("VisitorsAreTurnedAway.Properties.TreatMissingData", "breaching"),
    ],
    "firewalls_limit_each_address": [
        take("Firewall.Properties.Rules.0"),
        put("Firewall.Properties.Rules.1.Statement.RateBasedStatement.Limit", 500),
        put("Firewall.Properties.Rules.0.Action", {"Block": {}}),
    ],
    "the_form_reaches_nothing_else": [
        put("FormRole.Properties.Policies.1.PolicyDocument.Statement.0.Action", "s3:GetObject"),
    ],
    "keys_are_used_through_dynamodb": [
        take("DataKey.Properties.KeyPolicy.Statement.1.Condition"),
        take("DataKey.Properties.KeyPolicy.Statement.1.Condition.StringEquals.kms:CallerAccount"),
    ],
}
IN_EDGE = {"firewalls_keep_no_samples", "firewalls_limit_each_address"}


class Rules(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.templates = {name: template(name) for name in ["template", "releases", "edge"]}
        broken = {}
        for rule, changes in BREAKS.items():
            for number, change in enumerate(changes):
                whole = copy.deepcopy(cls.templates["edge" if rule in IN_EDGE else "template"])
                change(whole)
                broken[f"{rule}-{number}"] = whole
        cls.judged = judge(cls.templates | broken)

    def test_our_templates_keep_every_rule(self):
        self.assertEqual({name: self.judged[name] for name in self.templates}, dict.fromkeys(self.templates, set()))

    def test_each_break_is_seen_by_its_rule(self):
        for rule, changes in BREAKS.items():
            for number in range(len(changes)):
                with self.subTest(rule=rule, number=number):
                    self.assertIn(rule, self.judged[f"{rule}-{number}"])

    def test_every_rule_is_shown_to_fail(self):
        lines = [line.split() for file in (HERE / "rules").glob("*.guard") for line in file.read_text().splitlines()]
        self.assertEqual({line[1] for line in lines if line[:1] == ["rule"]}, set(BREAKS))

    def test_templates_are_short_enough_to_be_sent_with_the_request(self):
        for name in self.templates:
            self.assertLess(len(sent((HERE / f"{name}.yaml").read_text()).encode()), 51_200)

    def test_what_is_sent_is_the_same_template(self):
        for name, whole in self.templates.items():
            with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
                file.write(sent((HERE / f"{name}.yaml").read_text()))
                file.flush()
                read, _ = decode(file.name)
            self.assertEqual(json.loads(json.dumps(read)), whole)


if __name__ == "__main__":
    unittest.main()
