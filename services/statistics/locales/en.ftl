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

# Incidents (GBVIMS), the pathway, SDG 5.2.

indicator-gbv_incidents = New incidents
indicator-gbv_incidents-definition = Incidents of gender-based violence reported to the centre.
indicator-gbv_incidents-formula = Incidents of GBV recorded in the month with consent to statistics, without those that another organisation of the GBVIMS counts already.
indicator-gbv_incidents-source = GBVIMS intake and assessment form; reported elsewhere.
indicator-gbv_incidents-period = The month of recording.

indicator-gbv_prior_incidents = Survivors with prior incidents
indicator-gbv_prior_incidents-definition = Share of incidents whose survivor had suffered violence before.
indicator-gbv_prior_incidents-formula = Incidents where the answer to previous incidents is yes ÷ incidents of the month. No and unknown do not count.
indicator-gbv_prior_incidents-source = GBVIMS intake and assessment form: previous incidents.
indicator-gbv_prior_incidents-period = The month of recording.

indicator-gbv_sex = Sex of the survivor
indicator-gbv_sex-definition = Incidents by the survivor's sex.
indicator-gbv_sex-formula = Incidents of GBV recorded in the month with consent to statistics, without those that another organisation of the GBVIMS counts already, by sex.
indicator-gbv_sex-source = GBVIMS intake and assessment form: sex.
indicator-gbv_sex-period = The month of recording.

indicator-gbv_age = Age of the survivor
indicator-gbv_age-definition = Incidents by the survivor's age on the day of the incident.
indicator-gbv_age-formula = Incidents of GBV recorded in the month with consent to statistics, without those that another organisation of the GBVIMS counts already, by age on the day of the incident and not at intake; 18 and over is the sum of two bands.
indicator-gbv_age-source = GBVIMS intake and assessment form: date of birth, date of incident.
indicator-gbv_age-period = The month of recording.

indicator-gbv_adolescents = Adolescents
indicator-gbv_adolescents-definition = Share of incidents whose survivor was 10 to 19 years old.
indicator-gbv_adolescents-formula = Incidents where she was 10 to 19 on the day of the incident ÷ incidents of the month; the band overlaps those of age.
indicator-gbv_adolescents-source = GBVIMS intake and assessment form: date of birth, date of incident.
indicator-gbv_adolescents-period = The month of recording.

indicator-gbv_marital_status = Marital status
indicator-gbv_marital_status-definition = Incidents by the survivor's marital status.
indicator-gbv_marital_status-formula = Incidents of GBV recorded in the month with consent to statistics, without those that another organisation of the GBVIMS counts already, by marital status.
indicator-gbv_marital_status-source = GBVIMS intake and assessment form: marital status.
indicator-gbv_marital_status-period = The month of recording.

indicator-gbv_displacement_status = Displacement status
indicator-gbv_displacement_status-definition = Incidents by the survivor's displacement status at report.
indicator-gbv_displacement_status-formula = Incidents of GBV recorded in the month with consent to statistics, without those that another organisation of the GBVIMS counts already, by status at report.
indicator-gbv_displacement_status-source = GBVIMS intake and assessment form: displacement status.
indicator-gbv_displacement_status-period = The month of recording.

indicator-gbv_displacement_stage = Stage of displacement
indicator-gbv_displacement_stage-definition = Incidents by the stage of displacement at which they happened.
indicator-gbv_displacement_stage-formula = Incidents of GBV recorded in the month with consent to statistics, without those that another organisation of the GBVIMS counts already, by stage at the time of the incident.
indicator-gbv_displacement_stage-source = GBVIMS intake and assessment form: stage of displacement.
indicator-gbv_displacement_stage-period = The month of recording.

indicator-gbv_vulnerable_populations = Vulnerable populations
indicator-gbv_vulnerable_populations-definition = Incidents whose survivor has a disability or is a child without her parents or vulnerable in another way.
indicator-gbv_vulnerable_populations-formula = Incidents of GBV recorded in the month with consent to statistics, without those that another organisation of the GBVIMS counts already, by vulnerability; an incident may count in two.
indicator-gbv_vulnerable_populations-source = GBVIMS intake and assessment form: disability, unaccompanied or separated child. None is no disability.
indicator-gbv_vulnerable_populations-period = The month of recording.

indicator-gbv_sexual_violence = Sexual violence
indicator-gbv_sexual_violence-definition = Share of incidents that are sexual violence.
indicator-gbv_sexual_violence-formula = Rapes and sexual assaults ÷ incidents of the month.
indicator-gbv_sexual_violence-source = GBVIMS classification tool.
indicator-gbv_sexual_violence-period = The month of recording.

indicator-gbv_type = Type of violence
indicator-gbv_type-definition = Incidents by their core type; an incident has exactly one.
indicator-gbv_type-formula = Incidents of GBV recorded in the month with consent to statistics, without those that another organisation of the GBVIMS counts already, by type.
indicator-gbv_type-source = GBVIMS classification tool.
indicator-gbv_type-period = The month of recording.

indicator-gbv_time_of_day = Time of day
indicator-gbv_time_of_day-definition = Incidents by the time of day.
indicator-gbv_time_of_day-formula = Incidents of GBV recorded in the month with consent to statistics, without those that another organisation of the GBVIMS counts already, by time of day.
indicator-gbv_time_of_day-source = GBVIMS intake and assessment form: time of day.
indicator-gbv_time_of_day-period = The month of recording.

indicator-gbv_case_context = Case context
indicator-gbv_case_context-definition = Incidents by the context that follows from them.
indicator-gbv_case_context-formula = Incidents of GBV recorded in the month with consent to statistics, without those that another organisation of the GBVIMS counts already, by context; an incident may have several. The answer no is neither a practice nor an exchange nor an abduction.
indicator-gbv_case_context-source = Type, age on the day of the incident, relationship, abduction, exchange, practice (GBVIMS user guide).
indicator-gbv_case_context-period = The month of recording.

indicator-gbv_elapsed_time = Elapsed time to the report
indicator-gbv_elapsed_time-definition = Incidents by the days between the incident and its report.
indicator-gbv_elapsed_time-formula = Incidents of GBV recorded in the month with consent to statistics, without those that another organisation of the GBVIMS counts already, by days between the incident (day 0) and the interview; day 4 is not in 0 to 3 days.
indicator-gbv_elapsed_time-source = GBVIMS intake and assessment form: date of incident, date of interview.
indicator-gbv_elapsed_time-period = The month of recording.

indicator-gbv_elapsed_time_rape = Elapsed time, rapes
indicator-gbv_elapsed_time_rape-definition = Rapes by the days between the incident and its report.
indicator-gbv_elapsed_time_rape-formula = As elapsed time, of rapes.
indicator-gbv_elapsed_time_rape-source = GBVIMS intake and assessment form: date of incident, date of interview.
indicator-gbv_elapsed_time_rape-period = The month of recording.

indicator-gbv_elapsed_time_rape_health = Elapsed time, rapes with health care
indicator-gbv_elapsed_time_rape_health-definition = Rapes for which a health service was given, received before or asked for, by the time elapsed.
indicator-gbv_elapsed_time_rape_health-formula = As elapsed time, of rapes whose health sector is referred, provided here or already received.
indicator-gbv_elapsed_time_rape_health-source = GBVIMS intake and assessment form: health sector.
indicator-gbv_elapsed_time_rape_health-period = The month of recording.

indicator-gbv_location = Location
indicator-gbv_location-definition = Incidents by the kind of place.
indicator-gbv_location-formula = Incidents of GBV recorded in the month with consent to statistics, without those that another organisation of the GBVIMS counts already, by place.
indicator-gbv_location-source = GBVIMS intake and assessment form: type of place.
indicator-gbv_location-period = The month of recording.

indicator-gbv_perpetrator_number = Number of perpetrators
indicator-gbv_perpetrator_number-definition = Incidents by the number of primary perpetrators.
indicator-gbv_perpetrator_number-formula = Incidents of GBV recorded in the month with consent to statistics, without those that another organisation of the GBVIMS counts already, by number of primary perpetrators.
indicator-gbv_perpetrator_number-source = GBVIMS intake and assessment form: number of perpetrators.
indicator-gbv_perpetrator_number-period = The month of recording.

indicator-gbv_perpetrator_relationship = Relationship to the perpetrator
indicator-gbv_perpetrator_relationship-definition = Incidents by what the primary perpetrator is to the survivor.
indicator-gbv_perpetrator_relationship-formula = Incidents of GBV recorded in the month with consent to statistics, without those that another organisation of the GBVIMS counts already, by relationship; several perpetrators with different ones count as several.
indicator-gbv_perpetrator_relationship-source = GBVIMS intake and assessment form: relationship.
indicator-gbv_perpetrator_relationship-period = The month of recording.

indicator-gbv_perpetrator_age = Age of the perpetrator
indicator-gbv_perpetrator_age-definition = Incidents by the age group of the primary perpetrator.
indicator-gbv_perpetrator_age-formula = Incidents of GBV recorded in the month with consent to statistics, without those that another organisation of the GBVIMS counts already, by age group; perpetrators of different ages count as several.
indicator-gbv_perpetrator_age-source = GBVIMS intake and assessment form: perpetrator's age group.
indicator-gbv_perpetrator_age-period = The month of recording.

indicator-gbv_perpetrator_occupation = Occupation of the perpetrator
indicator-gbv_perpetrator_occupation-definition = Incidents by the occupation of the primary perpetrator.
indicator-gbv_perpetrator_occupation-formula = Incidents of GBV recorded in the month with consent to statistics, without those that another organisation of the GBVIMS counts already, by occupation, coded from the form's words, which stay in the file.
indicator-gbv_perpetrator_occupation-source = GBVIMS intake and assessment form: perpetrator's occupation.
indicator-gbv_perpetrator_occupation-period = The month of recording.

indicator-gbv_first_contact = First point of contact
indicator-gbv_first_contact-definition = Share of incidents where the centre is the survivor's first contact.
indicator-gbv_first_contact-formula = Incidents where she came by herself ÷ incidents of the month.
indicator-gbv_first_contact-source = GBVIMS intake and assessment form: referred from.
indicator-gbv_first_contact-period = The month of recording.

indicator-gbv_referred_from = Referred from
indicator-gbv_referred_from-definition = Incidents by who referred the survivor to the centre.
indicator-gbv_referred_from-formula = Incidents of GBV recorded in the month with consent to statistics, without those that another organisation of the GBVIMS counts already, by source.
indicator-gbv_referred_from-source = GBVIMS intake and assessment form: referred from.
indicator-gbv_referred_from-period = The month of recording.

indicator-gbv_services_provided = Services provided
indicator-gbv_services_provided-definition = Incidents by the sectors in which the centre gave the service.
indicator-gbv_services_provided-formula = Incidents of GBV recorded in the month with consent to statistics, without those that another organisation of the GBVIMS counts already, by sector provided here; an incident may count in several.
indicator-gbv_services_provided-source = GBVIMS intake and assessment form: sectors.
indicator-gbv_services_provided-period = The month of recording.

indicator-gbv_new_referrals = New referrals
indicator-gbv_new_referrals-definition = Incidents by the sectors to which the survivor was referred.
indicator-gbv_new_referrals-formula = Incidents of GBV recorded in the month with consent to statistics, without those that another organisation of the GBVIMS counts already, by sector referred; neither declined nor unavailable nor received before.
indicator-gbv_new_referrals-source = GBVIMS intake and assessment form: sectors.
indicator-gbv_new_referrals-period = The month of recording.

indicator-time_to_acknowledge = Time to acknowledge
indicator-time_to_acknowledge-definition = How long partners take to see a referral.
indicator-time_to_acknowledge-formula = Referrals sent in the month, by the time from sending to the moment the agency sees it or answers; a deadline that passed and a cancellation are no answer; 24 h 00 is not less than 24 hours.
indicator-time_to_acknowledge-source = The course of referrals, each step at the time that the agency recorded it, with consent to statistics.
indicator-time_to_acknowledge-period = The month of sending; the answer may come later.

indicator-time_to_accept = Time to accept
indicator-time_to_accept-definition = How long partners take to accept a referral.
indicator-time_to_accept-formula = Referrals sent in the month, by the time from sending to its acceptance; 24 h 00 is not less than 24 hours.
indicator-time_to_accept-source = The course of referrals, each step at the time that the agency recorded it, with consent to statistics.
indicator-time_to_accept-period = The month of sending; the answer may come later.

indicator-time_to_serve = Time to serve
indicator-time_to_serve-definition = How long it takes until she comes to the service, or is served.
indicator-time_to_serve-formula = Referrals sent in the month, by the time from sending to the first word of the service: she came, she is being served, or it was given. A referral that was completed without a service (she did not come, or refused) is not served; 24 h 00 is not less than 24 hours.
indicator-time_to_serve-source = The course of referrals, each step at the time that the agency recorded it, with consent to statistics.
indicator-time_to_serve-period = The month of sending; the answer may come later.

indicator-referral_loops_closed = Loops closed
indicator-referral_loops_closed-definition = Share of referrals of which the centre knows the outcome.
indicator-referral_loops_closed-formula = Referrals of the month that were completed, whatever they led to, or declined ÷ referrals sent in the month.
indicator-referral_loops_closed-source = The course of referrals, each step at the time that the agency recorded it, with consent to statistics.
indicator-referral_loops_closed-period = The month of sending; the answer may come later.

indicator-referral_declines = Declines by reason
indicator-referral_declines-definition = Referrals that agencies declined, by reason.
indicator-referral_declines-formula = Declines of the month by reason, without those that never reached an agency.
indicator-referral_declines-source = Answers of agencies, of all referrals.
indicator-referral_declines-period = The month of the decline.

indicator-service_gaps = Services not available
indicator-service_gaps-definition = Incidents for which a service was lacking, by sector.
indicator-service_gaps-formula = Incidents of the month whose sector is not available; an incident may count in several.
indicator-service_gaps-source = GBVIMS intake and assessment form: sectors.
indicator-service_gaps-period = The month of recording.

indicator-rape_at_health = Rapes: time to health care
indicator-rape_at_health-definition = Rapes by the time between the incident and a health service.
indicator-rape_at_health-formula = Rapes recorded in the month, by hours from the earliest possible instant of the incident to the first health service known of: she came, or was given care; a referral that ended without care counts for nothing. 71 h 59 is within 72 hours, 72 h 00 is not.
indicator-rape_at_health-source = Day and time of the incident, services given, referrals served, health sector at intake.
indicator-rape_at_health-period = The month of recording; the service may come later.

indicator-rape_at_health_72_hours = Rapes at health within 72 hours
indicator-rape_at_health_72_hours-definition = Share of rape survivors seen by a health service within 72 hours (prophylaxis against HIV).
indicator-rape_at_health_72_hours-formula = Rapes of the month at health in less than 72 hours ÷ rapes of the month.
indicator-rape_at_health_72_hours-source = As the time to health care.
indicator-rape_at_health_72_hours-period = The month of recording; the service may come later.

indicator-rape_at_health_120_hours = Rapes at health within 120 hours
indicator-rape_at_health_120_hours-definition = Share of rape survivors seen by a health service within 120 hours (emergency contraception).
indicator-rape_at_health_120_hours-formula = Rapes of the month at health in less than 120 hours ÷ rapes of the month.
indicator-rape_at_health_120_hours-source = As the time to health care.
indicator-rape_at_health_120_hours-period = The month of recording; the service may come later.

indicator-sdg_5_2_1_form = SDG 5.2.1 by form
indicator-sdg_5_2_1_form-definition = Physical, sexual or psychological violence by a present or former intimate partner against women and girls of 15 years and over, by form.
indicator-sdg_5_2_1_form-formula = Rapes and sexual assaults, physical assaults, psychological abuse by a partner (denial of resources and forced marriage are none of the three forms of 5.2.1), survivor of 15 years and over, by form ÷ incidents of the month.
indicator-sdg_5_2_1_form-source = UN metadata 05-02-01 (March 2022); administrative data: reported cases, not a prevalence.
indicator-sdg_5_2_1_form-period = The month of recording.

indicator-sdg_5_2_1_age = SDG 5.2.1 by age
indicator-sdg_5_2_1_age-definition = Physical, sexual or psychological violence by a present or former intimate partner against women and girls of 15 years and over, by age.
indicator-sdg_5_2_1_age-formula = Rapes and sexual assaults, physical assaults, psychological abuse by a partner (denial of resources and forced marriage are none of the three forms of 5.2.1), survivor of 15 years and over, by age on the day of the incident ÷ incidents of the month.
indicator-sdg_5_2_1_age-source = UN metadata 05-02-01 (March 2022); administrative data: reported cases, not a prevalence.
indicator-sdg_5_2_1_age-period = The month of recording.

indicator-sdg_5_2_2_age = SDG 5.2.2 by age
indicator-sdg_5_2_2_age-definition = Sexual violence by another person than a partner against women and girls of 15 years and over, by age.
indicator-sdg_5_2_2_age-formula = Rapes and sexual assaults by others than a partner, survivor of 15 years and over, by age ÷ incidents of the month.
indicator-sdg_5_2_2_age-source = UN metadata 05-02-02; administrative data: reported cases, not a prevalence.
indicator-sdg_5_2_2_age-period = The month of recording.

indicator-sdg_5_2_2_place = SDG 5.2.2 by place
indicator-sdg_5_2_2_place-definition = Sexual violence by another person than a partner against women and girls of 15 years and over, by place.
indicator-sdg_5_2_2_place-formula = Rapes and sexual assaults by others than a partner, survivor of 15 years and over, by place ÷ incidents of the month.
indicator-sdg_5_2_2_place-source = UN metadata 05-02-02; administrative data: reported cases, not a prevalence.
indicator-sdg_5_2_2_place-period = The month of recording.

part-gbv_sex-female = Female
part-gbv_sex-male = Male

part-gbv_age-0_to_11 = 0 to 11 years
part-gbv_age-12_to_17 = 12 to 17 years
part-gbv_age-18_to_49 = 18 to 49 years
part-gbv_age-50_and_over = 50 years and over
part-gbv_age-unknown = Unknown

part-gbv_marital_status-single = Single
part-gbv_marital_status-married_cohabitating = Married or living together
part-gbv_marital_status-divorced_separated = Divorced or separated
part-gbv_marital_status-widowed = Widowed
part-gbv_marital_status-unknown = Unknown

part-gbv_displacement_status-resident = Resident
part-gbv_displacement_status-idp = Internally displaced
part-gbv_displacement_status-refugee = Refugee
part-gbv_displacement_status-stateless_person = Stateless
part-gbv_displacement_status-returnee = Returnee
part-gbv_displacement_status-foreign_national = Foreign national
part-gbv_displacement_status-asylum_seeker = Asylum seeker
part-gbv_displacement_status-unknown = Unknown

part-gbv_displacement_stage-not_displaced = Not displaced, at home
part-gbv_displacement_stage-pre_displacement = Before the displacement
part-gbv_displacement_stage-during_flight = During flight
part-gbv_displacement_stage-during_refuge = During refuge
part-gbv_displacement_stage-during_return_transit = During return or transit
part-gbv_displacement_stage-post_displacement = After the displacement
part-gbv_displacement_stage-unknown = Unknown

part-gbv_vulnerable_populations-disability = Disability
part-gbv_vulnerable_populations-unaccompanied_minor = Unaccompanied minor
part-gbv_vulnerable_populations-separated_child = Separated child
part-gbv_vulnerable_populations-other_vulnerable_child = Other vulnerable child

part-gbv_type-rape = Rape
part-gbv_type-sexual_assault = Sexual assault
part-gbv_type-physical_assault = Physical assault
part-gbv_type-forced_marriage = Forced marriage
part-gbv_type-denial_of_resources = Denial of resources, opportunities or services
part-gbv_type-psychological_abuse = Psychological or emotional abuse

part-gbv_time_of_day-morning = Morning
part-gbv_time_of_day-afternoon = Afternoon
part-gbv_time_of_day-evening_night = Evening or night
part-gbv_time_of_day-unknown = Unknown

part-gbv_case_context-intimate_partner_violence = Intimate partner violence
part-gbv_case_context-child_sexual_abuse = Child sexual abuse
part-gbv_case_context-early_marriage = Early marriage
part-gbv_case_context-possible_sexual_exploitation = Possible sexual exploitation
part-gbv_case_context-possible_sexual_slavery = Possible sexual slavery
part-gbv_case_context-harmful_practice = Harmful traditional practice

part-elapsed-to_3_days = 0 to 3 days
part-elapsed-to_5_days = 4 to 5 days
part-elapsed-to_14_days = 6 to 14 days
part-elapsed-to_30_days = 15 to 30 days
part-elapsed-over_30_days = More than 30 days
part-elapsed-unknown = Unknown

part-place-bush_forest = Bush or forest
part-place-field = Garden or field
part-place-school = School
part-place-road = Road
part-place-survivor_home = Survivor's home
part-place-perpetrator_home = Perpetrator's home
part-place-market = Market
part-place-streamside = Streamside
part-place-beach = Beach
part-place-farm = Farm
part-place-latrine = Latrine
part-place-perpetrator_friend_home = Home of a friend of the perpetrator
part-place-entertainment_centre = Entertainment centre
part-place-unfinished_house = Unfinished house
part-place-guest_house_hotel = Guest house or hotel
part-place-other = Other
part-place-unknown = Unknown

part-gbv_perpetrator_number-one = One
part-gbv_perpetrator_number-two = Two
part-gbv_perpetrator_number-three = Three
part-gbv_perpetrator_number-more_than_three = More than three
part-gbv_perpetrator_number-unknown = Unknown

part-gbv_perpetrator_relationship-intimate_partner = Intimate or former partner
part-gbv_perpetrator_relationship-primary_caregiver = Primary caregiver
part-gbv_perpetrator_relationship-other_family = Other family member
part-gbv_perpetrator_relationship-supervisor_employer = Supervisor or employer
part-gbv_perpetrator_relationship-schoolmate = Schoolmate
part-gbv_perpetrator_relationship-teacher_school_official = Teacher or school official
part-gbv_perpetrator_relationship-service_provider = Service provider
part-gbv_perpetrator_relationship-cotenant_housemate = Cotenant or housemate
part-gbv_perpetrator_relationship-family_friend_neighbour = Family friend or neighbour
part-gbv_perpetrator_relationship-other_refugee_idp_returnee = Other refugee, displaced person or returnee
part-gbv_perpetrator_relationship-other_resident = Other resident
part-gbv_perpetrator_relationship-other = Other relation
part-gbv_perpetrator_relationship-no_relation = No relation
part-gbv_perpetrator_relationship-unknown = Unknown
part-gbv_perpetrator_relationship-several = Several

part-gbv_perpetrator_age-0_to_11 = 0 to 11 years
part-gbv_perpetrator_age-12_to_17 = 12 to 17 years
part-gbv_perpetrator_age-18_to_25 = 18 to 25 years
part-gbv_perpetrator_age-26_to_40 = 26 to 40 years
part-gbv_perpetrator_age-41_to_60 = 41 to 60 years
part-gbv_perpetrator_age-61_and_over = 61 years and over
part-gbv_perpetrator_age-unknown = Unknown
part-gbv_perpetrator_age-several = Several

part-gbv_perpetrator_occupation-unemployed = Unemployed
part-gbv_perpetrator_occupation-student = Pupil or student
part-gbv_perpetrator_occupation-farmer = Farmer, herder, fisher
part-gbv_perpetrator_occupation-trader = Trader
part-gbv_perpetrator_occupation-worker = Craftsman, labourer, domestic worker
part-gbv_perpetrator_occupation-driver = Driver
part-gbv_perpetrator_occupation-teacher = Teacher
part-gbv_perpetrator_occupation-health_worker = Health worker
part-gbv_perpetrator_occupation-security_forces = Security forces
part-gbv_perpetrator_occupation-public_servant = Official or authority
part-gbv_perpetrator_occupation-community_leader = Traditional or religious leader
part-gbv_perpetrator_occupation-other = Other
part-gbv_perpetrator_occupation-several = Several
part-gbv_perpetrator_occupation-unknown = Unknown

part-gbv_referred_from-health = Health services
part-gbv_referred_from-psychosocial = Psychosocial services
part-gbv_referred_from-police_security = Police or security
part-gbv_referred_from-legal = Legal aid
part-gbv_referred_from-livelihoods = Livelihoods programme
part-gbv_referred_from-self_referred = Came by herself
part-gbv_referred_from-teacher_school = Teacher or school
part-gbv_referred_from-community_leader = Community leader
part-gbv_referred_from-safe_house = Safe house
part-gbv_referred_from-other_humanitarian = Other humanitarian actor
part-gbv_referred_from-other_government = Other government service
part-gbv_referred_from-other = Other
part-gbv_referred_from-unknown = Unknown

part-sector-safe_house = Safe house
part-sector-health = Health
part-sector-psychosocial = Psychosocial support
part-sector-legal = Legal aid
part-sector-police = Police or security
part-sector-livelihoods = Livelihoods
part-sector-child_protection = Child protection

part-response-within_24_hours = Less than 24 hours
part-response-within_72_hours = 24 to 72 hours
part-response-within_7_days = 3 to 7 days
part-response-later = 7 days or more
part-response-none = Not yet

part-referral_declines-no_capacity = No capacity
part-referral_declines-service_not_offered = Service not offered
part-referral_declines-not_eligible = Not eligible
part-referral_declines-closed = Structure closed
part-referral_declines-conflict_of_interest = Conflict of interest
part-referral_declines-not_reached = Survivor not reached
part-referral_declines-other = Other reason

part-rape_at_health-within_72_hours = Less than 72 hours
part-rape_at_health-within_120_hours = 72 to 120 hours
part-rape_at_health-later = Later
part-rape_at_health-unknown = No care known of

part-sdg_5_2_1_form-physical = Physical
part-sdg_5_2_1_form-sexual = Sexual
part-sdg_5_2_1_form-psychological = Psychological

part-sdg_age-15_to_19 = 15 to 19 years
part-sdg_age-20_to_24 = 20 to 24 years
part-sdg_age-25_to_34 = 25 to 34 years
part-sdg_age-35_to_49 = 35 to 49 years
part-sdg_age-50_and_over = 50 years and over

# The reports.

report-title = Activity report – { $period }
report-subtitle = Centre { $centre } · figures as of { $end } (log position { $position })
report-quarter = Quarter { $quarter } of { $year }
report-foot = { $title } · page { $page } of { $of }
report-trend = { $title }, twelve months
report-incidents = Incidents (GBVIMS)
report-pathway = Pathway and response times
report-cases = Case management
report-sdg = SDG 5.2
report-outreach = Outreach and training
report-withheld = too small
report-withheld-note = A number of 1 to 4 persons, and what it would follow from, is not shown: "too small", and "–" in trends.
report-consent-note = Only survivors who consent to statistics count. Below each bar, in a lighter shade, the period before; in brackets, its number.
report-share = { $part } of { $whole } ({ $percent } %)
report-share-interval = { $part } of { $whole } ({ $percent } %; with 95 % certainty between { $low } % and { $high } %)
report-average = { $whole }.{ $tenth }
report-nothing = none
report-empty = Nothing was counted in these two periods.
report-activities = { $held } held of { $planned } planned; { $people } people reached
report-activities-cost = { $held } held of { $planned } planned; { $people } people reached; XOF { $cost }, that is { $each } per activity
report-kind-awareness_session = Awareness sessions
report-kind-public_event = Public events
report-kind-training = Trainings of local actors
report-column-code = Code
report-column-figure = Indicator
report-column-part = Part
report-column-count = Count
report-column-of = Of
report-column-low = Interval, low (‰)
report-column-high = Interval, high (‰)
report-column-before = Period before
report-column-before-of = Period before, of

report-month-1 = January
report-month-2 = February
report-month-3 = March
report-month-4 = April
report-month-5 = May
report-month-6 = June
report-month-7 = July
report-month-8 = August
report-month-9 = September
report-month-10 = October
report-month-11 = November
report-month-12 = December

report-month-short-1 = Jan
report-month-short-2 = Feb
report-month-short-3 = Mar
report-month-short-4 = Apr
report-month-short-5 = May
report-month-short-6 = Jun
report-month-short-7 = Jul
report-month-short-8 = Aug
report-month-short-9 = Sep
report-month-short-10 = Oct
report-month-short-11 = Nov
report-month-short-12 = Dec

# The comparison of communes.

comparison-title = Comparison of communes – { $period }
comparison-subtitle = { $count } communes · figures as of { $end } (log position { $position })
comparison-figures = Numbers and rates
comparison-times = Response times
comparison-gaps = Services lacking
comparison-trends = Trends over twelve months
comparison-unit-count = number
comparison-unit-share = share, %; 95 % interval
comparison-unit-part = share, %; * without the sectors that are too small
comparison-unit-average = average
comparison-median = { $title }, for half of the referrals sent (hours, less than)
comparison-within-72 = { $title }, in less than 72 hours, of the referrals sent
comparison-under = less than { $hours } h
comparison-at-least = 168 h or more
comparison-unanswered = more than half unanswered
comparison-share = { $percent } % ({ $low }–{ $high }) · { $part } of { $whole }
comparison-share-of = { $percent } % · { $part } of { $whole }
comparison-part = { $part }; of too few to tell
comparison-gaps-all = No service available, all sectors shown, of the needs
comparison-gap = No service available: { $sector }, of those who needed one
comparison-trend = { $commune }: { $title }, twelve months (number)
comparison-no-trend = Nothing was counted in these twelve months.
comparison-map = Map of the communes, from north to south: share of the needs without a service available (%; * without the sectors that are too small)
comparison-level-never = 0 %
comparison-level-under-tenth = less than 10 %
comparison-level-under-quarter = 10 to less than 25 %
comparison-level-under-half = 25 to less than 50 %
comparison-level-half = 50 % and more
comparison-level-none = not shown (too few), or nobody needed it
comparison-tile = { $percent } %
comparison-tile-part = { $percent } % *
comparison-no-need = no need
comparison-region-savanes = Savanes
comparison-region-kara = Kara
comparison-region-centrale = Centrale
comparison-region-plateaux = Plateaux
comparison-region-maritime = Maritime
comparison-region-grand_lome = Greater Lomé
comparison-region-other = Elsewhere
comparison-outreach-held = Activities held
comparison-outreach-people = People reached
comparison-outreach-cost_per_activity = Cost per activity (XOF)
report-kind-all = All activities

# Outreach in the reports.

report-outreach-plans = Activities held: done of what was planned
report-outreach-targets = Done since January of the targets of
report-outreach-audience = People who came, by sex and age
report-outreach-trained = Actors trained, by profession and sex
report-outreach-costs = Spent, by line (XOF)
report-outreach-by_funder = By funder
report-outreach-by_theme = By theme
report-outreach-by_commune = By commune of the activity
report-outreach-column-held = Activities held
report-outreach-column-reached = People who came
report-outreach-column-trained = Actors trained
report-outreach-column-cost = Spent (XOF)
report-outreach-no-funder = No funder named
report-outreach-activities-of = { $kind }: activities
report-outreach-people-of = { $kind }: people
report-outreach-cost-of = { $kind }: XOF
report-people-of = { $people }: { $kind }
report-people-female = Women and girls
report-people-male = Men and boys
report-age-unknown = age not counted
report-age-0_to_11 = 0 to 11
report-age-12_to_17 = 12 to 17
report-age-18_to_24 = 18 to 24
report-age-25_to_34 = 25 to 34
report-age-35_to_49 = 35 to 49
report-age-50_and_over = 50 and over
report-profession-health_worker = Health
report-profession-security_forces = Police, gendarmerie
report-profession-justice = Justice, law
report-profession-teacher = Teaching
report-profession-social_worker = Social work
report-profession-community_leader = Chiefs, religion
report-profession-community_worker = Community workers, committees
report-profession-local_authority = Elected persons, prefecture
report-profession-journalist = Press, radio
report-profession-other = Others
report-cost-staff = Allowances and fees
report-cost-transport = Transport
report-cost-venue = Room, chairs, sound
report-cost-materials = Material
report-cost-catering = Meals, water
report-cost-communication = Radio, posters, criers
report-cost-other = Other
report-theme-forms_of_violence = Recognising gender-based violence
report-theme-rights_and_law = Rights of women and girls, the law
report-theme-services_available = Which services there are, how to reach them
report-theme-forced_marriage = Early or forced marriage
report-theme-harmful_practices = Mutilation and other harmful practices
report-theme-school_violence = Violence at school
report-theme-sexual_exploitation = Sexual exploitation and abuse
report-theme-partner_violence = Violence by the partner
report-theme-men_and_boys = What men and boys can do
report-theme-care_of_survivors = Care of survivors
report-theme-other = Another theme
