# The catalogue of the indicators of case management.
# Population of all of them, but for those of staff and of feedback: cases whose survivor consents to statistics.

indicator-number_of_cases = Number of cases
indicator-number_of_cases-definition = Cases opened at the centre.
indicator-number_of_cases-formula = Number of cases opened in the month.
indicator-number_of_cases-source = Opening of the case, with consent to statistics.
indicator-number_of_cases-period = The month of the opening, in Lomé's time (UTC).

indicator-number_of_incidents = Number of incidents
indicator-number_of_incidents-definition = Incidents of gender-based violence, by the survivor's age on the day of the incident.
indicator-number_of_incidents-formula = Number of incidents recorded in the month. Not counted: incidents that are not gender-based, and those that another GBVIMS organisation counts already.
indicator-number_of_incidents-source = Recording of the incident, with consent to statistics.
indicator-number_of_incidents-period = The month of the recording.

indicator-reporting_delay = Reporting delay
indicator-reporting_delay-definition = Time from the incident to its report at the centre.
indicator-reporting_delay-formula = Incidents of the month by days from the day of the incident (day 0) to the day of the interview: day 3 is in "0 to 3 days", day 4 is not.
indicator-reporting_delay-source = Day of the incident and day of the interview, with consent to statistics.
indicator-reporting_delay-period = The month of the recording.

indicator-assessment_status = Assessment status
indicator-assessment_status-definition = Cases assessed within 72 hours, later, or not yet.
indicator-assessment_status-formula = Cases opened in the month, by the time to the first assessment: 71 h 59 is in time, 72 h 00 is late.
indicator-assessment_status-source = Opening of the case and first assessment.
indicator-assessment_status-period = The month of the opening; the assessment may come later.

indicator-completed_case_safety_plans = Completed safety plans
indicator-completed_case_safety_plans-definition = Share of the cases that have a safety plan.
indicator-completed_case_safety_plans-formula = Cases opened in the month with at least one safety plan ÷ cases opened in the month.
indicator-completed_case_safety_plans-source = First safety plan of the case.
indicator-completed_case_safety_plans-period = The month of the opening; the plan may come later.

indicator-completed_case_action_plans = Completed action plans
indicator-completed_case_action_plans-definition = Share of the cases that have an action plan agreed with the survivor.
indicator-completed_case_action_plans-formula = Cases opened in the month with at least one action plan ÷ cases opened in the month.
indicator-completed_case_action_plans-source = First action plan of the case.
indicator-completed_case_action_plans-period = The month of the opening; the plan may come later.

indicator-completed_supervisor_approved_case_action_plans = Approved action plans
indicator-completed_supervisor_approved_case_action_plans-definition = Share of the cases of which a supervisor approved an action plan.
indicator-completed_supervisor_approved_case_action_plans-formula = Cases opened in the month with an approved action plan ÷ cases opened in the month.
indicator-completed_supervisor_approved_case_action_plans-source = First approval of an action plan of the case.
indicator-completed_supervisor_approved_case_action_plans-period = The month of the opening; the approval may come later.

indicator-services_provided = Services provided
indicator-services_provided-definition = Services that the centre gave itself, by need.
indicator-services_provided-formula = Number of services recorded in the month.
indicator-services_provided-source = Recording of the service, with consent to statistics.
indicator-services_provided-period = The month of the recording.

indicator-average_referrals = Referrals per case
indicator-average_referrals-definition = Mean number of referrals of a case, from opening to closure.
indicator-average_referrals-formula = Referrals requested of the cases closed in the month ÷ cases closed in the month. A reopened case counts at its first closure.
indicator-average_referrals-source = Requests of referrals and first closure.
indicator-average_referrals-period = The month of the closure.

indicator-average_followup_meetings_per_case = Follow-ups per case
indicator-average_followup_meetings_per_case-definition = Mean number of follow-up meetings of a case, from opening to closure.
indicator-average_followup_meetings_per_case-formula = Follow-ups of the cases closed in the month ÷ cases closed in the month. A reopened case counts at its first closure.
indicator-average_followup_meetings_per_case-source = Follow-ups and first closure.
indicator-average_followup_meetings_per_case-period = The month of the closure.

indicator-case_closure_rate = Closure rate
indicator-case_closure_rate-definition = Share of the cases opened in the month that were closed.
indicator-case_closure_rate-formula = Cases opened in the month and closed since ÷ cases opened in the month. A reopened case stays counted.
indicator-case_closure_rate-source = Opening and first closure.
indicator-case_closure_rate-period = The month of the opening; the closure may come later.

indicator-time_from_case_open_to_close = Time from opening to closure
indicator-time_from_case_open_to_close-definition = Time between opening and closure.
indicator-time_from_case_open_to_close-formula = Cases closed in the month, by calendar months since their opening; the same day of the next month is still "1 month at most".
indicator-time_from_case_open_to_close-source = Opening and first closure.
indicator-time_from_case_open_to_close-period = The month of the closure.

indicator-case_load = Case load
indicator-case_load-definition = Caseworkers by the number of their open cases.
indicator-case_load-formula = Caseworkers with at least one open case at the end of the month, by number of cases. A case whose consent to statistics has ended is not counted any more.
indicator-case_load-source = Opening, assignment, closure and reopening.
indicator-case_load-period = The end of the month.

indicator-supervisor_to_caseworker_ratio = Supervisors per caseworker
indicator-supervisor_to_caseworker_ratio-definition = Active supervisors for one caseworker.
indicator-supervisor_to_caseworker_ratio-formula = Persons who gave a case to a worker or answered a request for approval in the month ÷ caseworkers with an open case at the end of the month.
indicator-supervisor_to_caseworker_ratio-source = Assignments, answers to requests for approval, open cases.
indicator-supervisor_to_caseworker_ratio-period = The month, and its end.

indicator-client_satisfaction_rate = Client satisfaction
indicator-client_satisfaction_rate-definition = Share of the anonymous feedbacks that speak well of the centre.
indicator-client_satisfaction_rate-formula = Feedbacks whose answers have a mean of at least 4 of 5 ÷ all feedbacks of the month.
indicator-client_satisfaction_rate-source = Feedback taken by another worker; it names neither case nor survivor.
indicator-client_satisfaction_rate-period = The month of the feedback.

part-number_of_incidents-unknown = Age unknown
part-number_of_incidents-0_to_11 = 0 to 11 years
part-number_of_incidents-12_to_17 = 12 to 17 years
part-number_of_incidents-18_to_24 = 18 to 24 years
part-number_of_incidents-25_to_34 = 25 to 34 years
part-number_of_incidents-35_to_49 = 35 to 49 years
part-number_of_incidents-50_and_over = 50 years and over

part-reporting_delay-to_3_days = 0 to 3 days
part-reporting_delay-to_5_days = 4 to 5 days
part-reporting_delay-to_14_days = 6 to 14 days
part-reporting_delay-to_30_days = 15 to 30 days
part-reporting_delay-to_3_months = More than 30 days, less than 4 months
part-reporting_delay-longer = 4 months and more
part-reporting_delay-unknown = Unknown

part-assessment_status-in_time = Within 72 hours
part-assessment_status-late = Later
part-assessment_status-none = Not yet

part-services_provided-clinical_management_of_rape = Clinical management of rape
part-services_provided-health_care = Health
part-services_provided-psychosocial_support = Psychosocial support
part-services_provided-safety_and_shelter = Safety and shelter
part-services_provided-legal_aid = Legal aid
part-services_provided-police = Police
part-services_provided-livelihood = Livelihood
part-services_provided-child_protection = Child protection

part-time_from_case_open_to_close-to_1_month = 1 month at most
part-time_from_case_open_to_close-to_3_months = 1 to 3 months
part-time_from_case_open_to_close-to_6_months = 3 to 6 months
part-time_from_case_open_to_close-longer = More than 6 months

part-case_load-under_10 = Fewer than 10 cases
part-case_load-10_to_19 = 10 to 19 cases
part-case_load-20_to_29 = 20 to 29 cases
part-case_load-30_and_over = 30 cases and more
