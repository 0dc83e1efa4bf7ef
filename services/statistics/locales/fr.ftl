# Le catalogue des indicateurs de gestion de cas.
# Population de tous les indicateurs, sauf ceux du personnel et du retour : les dossiers dont la survivante consent aux statistiques.

indicator-number_of_cases = Nombre de dossiers
indicator-number_of_cases-definition = Dossiers ouverts au centre.
indicator-number_of_cases-formula = Nombre de dossiers ouverts dans le mois.
indicator-number_of_cases-source = Ouverture du dossier, avec consentement aux statistiques.
indicator-number_of_cases-period = Le mois de l'ouverture, à l'heure de Lomé (UTC).

indicator-number_of_incidents = Nombre d'incidents
indicator-number_of_incidents-definition = Incidents de violence basée sur le genre, par âge de la survivante le jour de l'incident.
indicator-number_of_incidents-formula = Nombre d'incidents enregistrés dans le mois. Ne comptent pas : les incidents qui ne sont pas des VBG, et ceux qu'une autre organisation du GBVIMS compte déjà.
indicator-number_of_incidents-source = Enregistrement de l'incident, avec consentement aux statistiques.
indicator-number_of_incidents-period = Le mois de l'enregistrement.

indicator-reporting_delay = Délai de signalement
indicator-reporting_delay-definition = Temps écoulé entre l'incident et son signalement au centre.
indicator-reporting_delay-formula = Incidents du mois par jours entre le jour de l'incident (jour 0) et le jour de l'entretien : le jour 3 est dans « 0 à 3 jours », le jour 4 n'y est pas.
indicator-reporting_delay-source = Date de l'incident et date de l'entretien, avec consentement aux statistiques.
indicator-reporting_delay-period = Le mois de l'enregistrement.

indicator-assessment_status = État de l'évaluation
indicator-assessment_status-definition = Dossiers évalués dans les 72 heures, plus tard, ou pas encore.
indicator-assessment_status-formula = Dossiers ouverts dans le mois, selon le temps jusqu'à la première évaluation : 71 h 59 est à temps, 72 h 00 est en retard.
indicator-assessment_status-source = Ouverture du dossier et première évaluation.
indicator-assessment_status-period = Le mois de l'ouverture ; l'évaluation peut venir plus tard.

indicator-completed_case_safety_plans = Plans de sécurité établis
indicator-completed_case_safety_plans-definition = Part des dossiers qui ont un plan de sécurité.
indicator-completed_case_safety_plans-formula = Dossiers ouverts dans le mois qui ont au moins un plan de sécurité ÷ dossiers ouverts dans le mois.
indicator-completed_case_safety_plans-source = Premier plan de sécurité du dossier.
indicator-completed_case_safety_plans-period = Le mois de l'ouverture ; le plan peut venir plus tard.

indicator-completed_case_action_plans = Plans d'action établis
indicator-completed_case_action_plans-definition = Part des dossiers qui ont un plan d'action convenu avec la survivante.
indicator-completed_case_action_plans-formula = Dossiers ouverts dans le mois qui ont au moins un plan d'action ÷ dossiers ouverts dans le mois.
indicator-completed_case_action_plans-source = Premier plan d'action du dossier.
indicator-completed_case_action_plans-period = Le mois de l'ouverture ; le plan peut venir plus tard.

indicator-completed_supervisor_approved_case_action_plans = Plans d'action approuvés
indicator-completed_supervisor_approved_case_action_plans-definition = Part des dossiers dont une superviseure a approuvé un plan d'action.
indicator-completed_supervisor_approved_case_action_plans-formula = Dossiers ouverts dans le mois qui ont un plan d'action approuvé ÷ dossiers ouverts dans le mois.
indicator-completed_supervisor_approved_case_action_plans-source = Première approbation d'un plan d'action du dossier.
indicator-completed_supervisor_approved_case_action_plans-period = Le mois de l'ouverture ; l'approbation peut venir plus tard.

indicator-services_provided = Services fournis
indicator-services_provided-definition = Services que le centre a fournis lui-même, par besoin.
indicator-services_provided-formula = Nombre de services enregistrés dans le mois.
indicator-services_provided-source = Enregistrement du service, avec consentement aux statistiques.
indicator-services_provided-period = Le mois de l'enregistrement.

indicator-average_referrals = Référencements par dossier
indicator-average_referrals-definition = Nombre moyen de référencements d'un dossier, de l'ouverture à la clôture.
indicator-average_referrals-formula = Référencements demandés des dossiers clôturés dans le mois ÷ dossiers clôturés dans le mois. Un dossier rouvert compte à sa première clôture.
indicator-average_referrals-source = Demandes de référencement et première clôture.
indicator-average_referrals-period = Le mois de la clôture.

indicator-average_followup_meetings_per_case = Suivis par dossier
indicator-average_followup_meetings_per_case-definition = Nombre moyen de rencontres de suivi d'un dossier, de l'ouverture à la clôture.
indicator-average_followup_meetings_per_case-formula = Suivis des dossiers clôturés dans le mois ÷ dossiers clôturés dans le mois. Un dossier rouvert compte à sa première clôture.
indicator-average_followup_meetings_per_case-source = Suivis et première clôture.
indicator-average_followup_meetings_per_case-period = Le mois de la clôture.

indicator-case_closure_rate = Taux de clôture
indicator-case_closure_rate-definition = Part des dossiers ouverts dans le mois qui ont été clôturés.
indicator-case_closure_rate-formula = Dossiers ouverts dans le mois et clôturés depuis ÷ dossiers ouverts dans le mois. Un dossier rouvert reste compté.
indicator-case_closure_rate-source = Ouverture et première clôture.
indicator-case_closure_rate-period = Le mois de l'ouverture ; la clôture peut venir plus tard.

indicator-time_from_case_open_to_close = Durée des dossiers
indicator-time_from_case_open_to_close-definition = Temps entre l'ouverture et la clôture.
indicator-time_from_case_open_to_close-formula = Dossiers clôturés dans le mois, par mois de calendrier depuis l'ouverture ; le même jour du mois suivant est encore « 1 mois au plus ».
indicator-time_from_case_open_to_close-source = Ouverture et première clôture.
indicator-time_from_case_open_to_close-period = Le mois de la clôture.

indicator-case_load = Charge de travail
indicator-case_load-definition = Intervenantes selon le nombre de leurs dossiers ouverts.
indicator-case_load-formula = Intervenantes qui ont au moins un dossier ouvert à la fin du mois, par nombre de dossiers. Un dossier dont le consentement aux statistiques a pris fin n'est plus compté.
indicator-case_load-source = Ouverture, attribution, clôture et réouverture.
indicator-case_load-period = La fin du mois.

indicator-supervisor_to_caseworker_ratio = Superviseures par intervenante
indicator-supervisor_to_caseworker_ratio-definition = Superviseures actives pour une intervenante.
indicator-supervisor_to_caseworker_ratio-formula = Personnes qui ont attribué un dossier ou répondu à une demande d'approbation dans le mois ÷ intervenantes qui ont un dossier ouvert à la fin du mois.
indicator-supervisor_to_caseworker_ratio-source = Attributions, réponses aux demandes d'approbation, dossiers ouverts.
indicator-supervisor_to_caseworker_ratio-period = Le mois, et sa fin.

indicator-client_satisfaction_rate = Satisfaction des survivantes
indicator-client_satisfaction_rate-definition = Part des retours anonymes qui disent du bien du centre.
indicator-client_satisfaction_rate-formula = Retours dont la moyenne des réponses est d'au moins 4 sur 5 ÷ tous les retours du mois.
indicator-client_satisfaction_rate-source = Retour recueilli par une autre intervenante ; il ne nomme ni dossier ni survivante.
indicator-client_satisfaction_rate-period = Le mois du retour.

part-number_of_incidents-unknown = Âge inconnu
part-number_of_incidents-0_to_11 = 0 à 11 ans
part-number_of_incidents-12_to_17 = 12 à 17 ans
part-number_of_incidents-18_to_24 = 18 à 24 ans
part-number_of_incidents-25_to_34 = 25 à 34 ans
part-number_of_incidents-35_to_49 = 35 à 49 ans
part-number_of_incidents-50_and_over = 50 ans et plus

part-reporting_delay-to_3_days = 0 à 3 jours
part-reporting_delay-to_5_days = 4 à 5 jours
part-reporting_delay-to_14_days = 6 à 14 jours
part-reporting_delay-to_30_days = 15 à 30 jours
part-reporting_delay-to_3_months = Plus de 30 jours, moins de 4 mois
part-reporting_delay-longer = 4 mois et plus
part-reporting_delay-unknown = Inconnu

part-assessment_status-in_time = Dans les 72 heures
part-assessment_status-late = Plus tard
part-assessment_status-none = Pas encore

part-services_provided-clinical_management_of_rape = Prise en charge clinique du viol
part-services_provided-health_care = Santé
part-services_provided-psychosocial_support = Soutien psychosocial
part-services_provided-safety_and_shelter = Sécurité et hébergement
part-services_provided-legal_aid = Aide juridique
part-services_provided-police = Police
part-services_provided-livelihood = Moyens de subsistance
part-services_provided-child_protection = Protection de l'enfance

part-time_from_case_open_to_close-to_1_month = 1 mois au plus
part-time_from_case_open_to_close-to_3_months = 1 à 3 mois
part-time_from_case_open_to_close-to_6_months = 3 à 6 mois
part-time_from_case_open_to_close-longer = Plus de 6 mois

part-case_load-under_10 = Moins de 10 dossiers
part-case_load-10_to_19 = 10 à 19 dossiers
part-case_load-20_to_29 = 20 à 29 dossiers
part-case_load-30_and_over = 30 dossiers et plus
