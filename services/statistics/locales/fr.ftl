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

# Incidents (GBVIMS), parcours de référencement, ODD 5.2.

indicator-gbv_incidents = Nouveaux incidents
indicator-gbv_incidents-definition = Incidents de violence basée sur le genre signalés au centre.
indicator-gbv_incidents-formula = Incidents de VBG enregistrés dans le mois avec consentement aux statistiques, sans ceux qu'une autre organisation du GBVIMS compte déjà.
indicator-gbv_incidents-source = Formulaire d'accueil et d'évaluation du GBVIMS ; « signalé ailleurs ».
indicator-gbv_incidents-period = Le mois de l'enregistrement.

indicator-gbv_prior_incidents = Survivantes déjà victimes auparavant
indicator-gbv_prior_incidents-definition = Part des incidents dont la survivante avait subi des violences auparavant.
indicator-gbv_prior_incidents-formula = Incidents dont la réponse à « incidents antérieurs » est oui ÷ incidents du mois. « Non » et « inconnu » ne comptent pas.
indicator-gbv_prior_incidents-source = Formulaire d'accueil et d'évaluation du GBVIMS : incidents antérieurs.
indicator-gbv_prior_incidents-period = Le mois de l'enregistrement.

indicator-gbv_sex = Sexe de la survivante
indicator-gbv_sex-definition = Incidents selon le sexe de la survivante.
indicator-gbv_sex-formula = Incidents de VBG enregistrés dans le mois avec consentement aux statistiques, sans ceux qu'une autre organisation du GBVIMS compte déjà, par sexe.
indicator-gbv_sex-source = Formulaire d'accueil et d'évaluation du GBVIMS : sexe.
indicator-gbv_sex-period = Le mois de l'enregistrement.

indicator-gbv_age = Âge de la survivante
indicator-gbv_age-definition = Incidents selon l'âge de la survivante le jour de l'incident.
indicator-gbv_age-formula = Incidents de VBG enregistrés dans le mois avec consentement aux statistiques, sans ceux qu'une autre organisation du GBVIMS compte déjà, par âge le jour de l'incident et non à l'accueil ; 18 ans et plus est la somme de deux tranches.
indicator-gbv_age-source = Formulaire d'accueil et d'évaluation du GBVIMS : date de naissance, date de l'incident.
indicator-gbv_age-period = Le mois de l'enregistrement.

indicator-gbv_adolescents = Adolescentes et adolescents
indicator-gbv_adolescents-definition = Part des incidents dont la survivante avait de 10 à 19 ans.
indicator-gbv_adolescents-formula = Incidents où elle avait de 10 à 19 ans le jour de l'incident ÷ incidents du mois ; cette tranche chevauche celles de l'âge.
indicator-gbv_adolescents-source = Formulaire d'accueil et d'évaluation du GBVIMS : date de naissance, date de l'incident.
indicator-gbv_adolescents-period = Le mois de l'enregistrement.

indicator-gbv_marital_status = État civil
indicator-gbv_marital_status-definition = Incidents selon l'état civil de la survivante.
indicator-gbv_marital_status-formula = Incidents de VBG enregistrés dans le mois avec consentement aux statistiques, sans ceux qu'une autre organisation du GBVIMS compte déjà, par état civil.
indicator-gbv_marital_status-source = Formulaire d'accueil et d'évaluation du GBVIMS : état civil.
indicator-gbv_marital_status-period = Le mois de l'enregistrement.

indicator-gbv_displacement_status = Statut de déplacement
indicator-gbv_displacement_status-definition = Incidents selon le statut de déplacement de la survivante au signalement.
indicator-gbv_displacement_status-formula = Incidents de VBG enregistrés dans le mois avec consentement aux statistiques, sans ceux qu'une autre organisation du GBVIMS compte déjà, par statut au moment du signalement.
indicator-gbv_displacement_status-source = Formulaire d'accueil et d'évaluation du GBVIMS : statut de déplacement.
indicator-gbv_displacement_status-period = Le mois de l'enregistrement.

indicator-gbv_displacement_stage = Étape du déplacement
indicator-gbv_displacement_stage-definition = Incidents selon l'étape du déplacement où ils ont eu lieu.
indicator-gbv_displacement_stage-formula = Incidents de VBG enregistrés dans le mois avec consentement aux statistiques, sans ceux qu'une autre organisation du GBVIMS compte déjà, par étape au moment de l'incident.
indicator-gbv_displacement_stage-source = Formulaire d'accueil et d'évaluation du GBVIMS : étape du déplacement.
indicator-gbv_displacement_stage-period = Le mois de l'enregistrement.

indicator-gbv_vulnerable_populations = Populations vulnérables
indicator-gbv_vulnerable_populations-definition = Incidents dont la survivante est handicapée ou est une enfant sans ses parents ou autrement vulnérable.
indicator-gbv_vulnerable_populations-formula = Incidents de VBG enregistrés dans le mois avec consentement aux statistiques, sans ceux qu'une autre organisation du GBVIMS compte déjà, par vulnérabilité ; un incident peut compter dans deux.
indicator-gbv_vulnerable_populations-source = Formulaire d'accueil et d'évaluation du GBVIMS : handicap, enfant non accompagnée ou séparée. « Aucun » n'est pas un handicap.
indicator-gbv_vulnerable_populations-period = Le mois de l'enregistrement.

indicator-gbv_sexual_violence = Violences sexuelles
indicator-gbv_sexual_violence-definition = Part des incidents qui sont des violences sexuelles.
indicator-gbv_sexual_violence-formula = Viols et agressions sexuelles ÷ incidents du mois.
indicator-gbv_sexual_violence-source = Outil de classification du GBVIMS.
indicator-gbv_sexual_violence-period = Le mois de l'enregistrement.

indicator-gbv_type = Type de violence
indicator-gbv_type-definition = Incidents selon leur type principal ; un incident en a exactement un.
indicator-gbv_type-formula = Incidents de VBG enregistrés dans le mois avec consentement aux statistiques, sans ceux qu'une autre organisation du GBVIMS compte déjà, par type.
indicator-gbv_type-source = Outil de classification du GBVIMS.
indicator-gbv_type-period = Le mois de l'enregistrement.

indicator-gbv_time_of_day = Moment de la journée
indicator-gbv_time_of_day-definition = Incidents selon le moment de la journée.
indicator-gbv_time_of_day-formula = Incidents de VBG enregistrés dans le mois avec consentement aux statistiques, sans ceux qu'une autre organisation du GBVIMS compte déjà, par moment.
indicator-gbv_time_of_day-source = Formulaire d'accueil et d'évaluation du GBVIMS : moment de l'incident.
indicator-gbv_time_of_day-period = Le mois de l'enregistrement.

indicator-gbv_case_context = Contexte
indicator-gbv_case_context-definition = Incidents selon le contexte qui s'en déduit.
indicator-gbv_case_context-formula = Incidents de VBG enregistrés dans le mois avec consentement aux statistiques, sans ceux qu'une autre organisation du GBVIMS compte déjà, par contexte ; un incident peut en avoir plusieurs. La réponse « non » n'est ni une pratique, ni un échange, ni un enlèvement.
indicator-gbv_case_context-source = Type, âge le jour de l'incident, relation, enlèvement, échange, pratique (guide du GBVIMS).
indicator-gbv_case_context-period = Le mois de l'enregistrement.

indicator-gbv_elapsed_time = Temps écoulé jusqu'au signalement
indicator-gbv_elapsed_time-definition = Incidents selon les jours entre l'incident et son signalement.
indicator-gbv_elapsed_time-formula = Incidents de VBG enregistrés dans le mois avec consentement aux statistiques, sans ceux qu'une autre organisation du GBVIMS compte déjà, par jours entre l'incident (jour 0) et l'entretien ; le jour 4 n'est pas dans « 0 à 3 jours ».
indicator-gbv_elapsed_time-source = Formulaire d'accueil et d'évaluation du GBVIMS : date de l'incident, date de l'entretien.
indicator-gbv_elapsed_time-period = Le mois de l'enregistrement.

indicator-gbv_elapsed_time_rape = Temps écoulé, viols
indicator-gbv_elapsed_time_rape-definition = Viols selon les jours entre l'incident et son signalement.
indicator-gbv_elapsed_time_rape-formula = Comme « temps écoulé », pour les viols.
indicator-gbv_elapsed_time_rape-source = Formulaire d'accueil et d'évaluation du GBVIMS : date de l'incident, date de l'entretien.
indicator-gbv_elapsed_time_rape-period = Le mois de l'enregistrement.

indicator-gbv_elapsed_time_rape_health = Temps écoulé, viols avec soins de santé
indicator-gbv_elapsed_time_rape_health-definition = Viols pour lesquels un service de santé a été fourni, déjà reçu ou demandé, selon le temps écoulé.
indicator-gbv_elapsed_time_rape_health-formula = Comme « temps écoulé », pour les viols dont le secteur santé est « référé », « assuré par nous » ou « déjà assuré ».
indicator-gbv_elapsed_time_rape_health-source = Formulaire d'accueil et d'évaluation du GBVIMS : secteur santé.
indicator-gbv_elapsed_time_rape_health-period = Le mois de l'enregistrement.

indicator-gbv_location = Lieu
indicator-gbv_location-definition = Incidents selon le genre de lieu.
indicator-gbv_location-formula = Incidents de VBG enregistrés dans le mois avec consentement aux statistiques, sans ceux qu'une autre organisation du GBVIMS compte déjà, par lieu.
indicator-gbv_location-source = Formulaire d'accueil et d'évaluation du GBVIMS : type de lieu.
indicator-gbv_location-period = Le mois de l'enregistrement.

indicator-gbv_perpetrator_number = Nombre d'auteurs
indicator-gbv_perpetrator_number-definition = Incidents selon le nombre d'auteurs principaux.
indicator-gbv_perpetrator_number-formula = Incidents de VBG enregistrés dans le mois avec consentement aux statistiques, sans ceux qu'une autre organisation du GBVIMS compte déjà, par nombre d'auteurs principaux.
indicator-gbv_perpetrator_number-source = Formulaire d'accueil et d'évaluation du GBVIMS : nombre d'auteurs.
indicator-gbv_perpetrator_number-period = Le mois de l'enregistrement.

indicator-gbv_perpetrator_relationship = Relation avec l'auteur
indicator-gbv_perpetrator_relationship-definition = Incidents selon ce que l'auteur principal est pour la survivante.
indicator-gbv_perpetrator_relationship-formula = Incidents de VBG enregistrés dans le mois avec consentement aux statistiques, sans ceux qu'une autre organisation du GBVIMS compte déjà, par relation ; plusieurs auteurs aux relations différentes comptent sous « plusieurs ».
indicator-gbv_perpetrator_relationship-source = Formulaire d'accueil et d'évaluation du GBVIMS : relation.
indicator-gbv_perpetrator_relationship-period = Le mois de l'enregistrement.

indicator-gbv_perpetrator_age = Âge de l'auteur
indicator-gbv_perpetrator_age-definition = Incidents selon la tranche d'âge de l'auteur principal.
indicator-gbv_perpetrator_age-formula = Incidents de VBG enregistrés dans le mois avec consentement aux statistiques, sans ceux qu'une autre organisation du GBVIMS compte déjà, par tranche d'âge ; des auteurs d'âges différents comptent sous « plusieurs ».
indicator-gbv_perpetrator_age-source = Formulaire d'accueil et d'évaluation du GBVIMS : tranche d'âge de l'auteur.
indicator-gbv_perpetrator_age-period = Le mois de l'enregistrement.

indicator-gbv_perpetrator_occupation = Profession de l'auteur
indicator-gbv_perpetrator_occupation-definition = Incidents selon la profession de l'auteur principal.
indicator-gbv_perpetrator_occupation-formula = Incidents de VBG enregistrés dans le mois avec consentement aux statistiques, sans ceux qu'une autre organisation du GBVIMS compte déjà, par profession codée à partir des mots du formulaire, qui restent dans le dossier.
indicator-gbv_perpetrator_occupation-source = Formulaire d'accueil et d'évaluation du GBVIMS : profession de l'auteur.
indicator-gbv_perpetrator_occupation-period = Le mois de l'enregistrement.

indicator-gbv_first_contact = Premier point de contact
indicator-gbv_first_contact-definition = Part des incidents où le centre est le premier contact de la survivante.
indicator-gbv_first_contact-formula = Incidents où elle est venue d'elle-même ÷ incidents du mois.
indicator-gbv_first_contact-source = Formulaire d'accueil et d'évaluation du GBVIMS : référée par.
indicator-gbv_first_contact-period = Le mois de l'enregistrement.

indicator-gbv_referred_from = Référée par
indicator-gbv_referred_from-definition = Incidents selon qui a adressé la survivante au centre.
indicator-gbv_referred_from-formula = Incidents de VBG enregistrés dans le mois avec consentement aux statistiques, sans ceux qu'une autre organisation du GBVIMS compte déjà, par origine.
indicator-gbv_referred_from-source = Formulaire d'accueil et d'évaluation du GBVIMS : référée par.
indicator-gbv_referred_from-period = Le mois de l'enregistrement.

indicator-gbv_services_provided = Services assurés
indicator-gbv_services_provided-definition = Incidents selon les secteurs où le centre a assuré le service.
indicator-gbv_services_provided-formula = Incidents de VBG enregistrés dans le mois avec consentement aux statistiques, sans ceux qu'une autre organisation du GBVIMS compte déjà, par secteur « assuré par nous » ; un incident peut compter dans plusieurs.
indicator-gbv_services_provided-source = Formulaire d'accueil et d'évaluation du GBVIMS : secteurs.
indicator-gbv_services_provided-period = Le mois de l'enregistrement.

indicator-gbv_new_referrals = Nouveaux référencements
indicator-gbv_new_referrals-definition = Incidents selon les secteurs vers lesquels la survivante a été référée.
indicator-gbv_new_referrals-formula = Incidents de VBG enregistrés dans le mois avec consentement aux statistiques, sans ceux qu'une autre organisation du GBVIMS compte déjà, par secteur « référé » ; ni décliné, ni indisponible, ni déjà reçu.
indicator-gbv_new_referrals-source = Formulaire d'accueil et d'évaluation du GBVIMS : secteurs.
indicator-gbv_new_referrals-period = Le mois de l'enregistrement.

indicator-time_to_acknowledge = Temps jusqu'à l'accusé de réception
indicator-time_to_acknowledge-definition = Temps qu'il faut aux partenaires pour voir un référencement.
indicator-time_to_acknowledge-formula = Référencements envoyés dans le mois, par temps entre l'envoi et le moment où le partenaire le voit ou répond ; un délai dépassé ou une annulation n'est pas une réponse ; 24 h 00 n'est plus « moins de 24 heures ».
indicator-time_to_acknowledge-source = Parcours des référencements, chaque étape à l'heure où le partenaire l'a enregistrée, avec consentement aux statistiques.
indicator-time_to_acknowledge-period = Le mois de l'envoi ; la réponse peut venir plus tard.

indicator-time_to_accept = Temps jusqu'à l'acceptation
indicator-time_to_accept-definition = Temps qu'il faut aux partenaires pour accepter un référencement.
indicator-time_to_accept-formula = Référencements envoyés dans le mois, par temps entre l'envoi et son acceptation ; 24 h 00 n'est plus « moins de 24 heures ».
indicator-time_to_accept-source = Parcours des référencements, chaque étape à l'heure où le partenaire l'a enregistrée, avec consentement aux statistiques.
indicator-time_to_accept-period = Le mois de l'envoi ; la réponse peut venir plus tard.

indicator-time_to_serve = Temps jusqu'au service
indicator-time_to_serve-definition = Temps qu'il faut pour qu'elle arrive au service, ou soit prise en charge.
indicator-time_to_serve-formula = Référencements envoyés dans le mois, par temps entre l'envoi et la première nouvelle du service : elle est venue, elle est prise en charge, ou le service a été fourni. Un référencement terminé sans service (elle n'est pas venue, ou a refusé) n'est pas servi ; 24 h 00 n'est plus « moins de 24 heures ».
indicator-time_to_serve-source = Parcours des référencements, chaque étape à l'heure où le partenaire l'a enregistrée, avec consentement aux statistiques.
indicator-time_to_serve-period = Le mois de l'envoi ; la réponse peut venir plus tard.

indicator-referral_loops_closed = Boucles fermées
indicator-referral_loops_closed-definition = Part des référencements dont le centre connaît l'issue.
indicator-referral_loops_closed-formula = Référencements du mois terminés, quelle qu'en soit l'issue, ou déclinés ÷ référencements envoyés dans le mois.
indicator-referral_loops_closed-source = Parcours des référencements, chaque étape à l'heure où le partenaire l'a enregistrée, avec consentement aux statistiques.
indicator-referral_loops_closed-period = Le mois de l'envoi ; la réponse peut venir plus tard.

indicator-referral_declines = Refus par motif
indicator-referral_declines-definition = Référencements que des partenaires ont déclinés, par motif.
indicator-referral_declines-formula = Refus du mois, par motif ; sans ceux qui n'ont jamais atteint un partenaire.
indicator-referral_declines-source = Réponses des partenaires, tous référencements confondus.
indicator-referral_declines-period = Le mois du refus.

indicator-service_gaps = Services indisponibles
indicator-service_gaps-definition = Incidents pour lesquels un service manquait, par secteur.
indicator-service_gaps-formula = Incidents du mois dont le secteur est « non disponible » ; un incident peut compter dans plusieurs.
indicator-service_gaps-source = Formulaire d'accueil et d'évaluation du GBVIMS : secteurs.
indicator-service_gaps-period = Le mois de l'enregistrement.

indicator-rape_at_health = Viols : temps jusqu'aux soins
indicator-rape_at_health-definition = Viols selon le temps entre l'incident et un service de santé.
indicator-rape_at_health-formula = Viols enregistrés dans le mois, par heures entre le premier instant possible de l'incident et le premier service de santé connu : elle est venue, ou a été soignée ; un référencement terminé sans soins ne compte pas. 71 h 59 est dans les 72 heures, 72 h 00 n'y est plus.
indicator-rape_at_health-source = Date et heure de l'incident, services fournis, référencements servis, secteur santé à l'accueil.
indicator-rape_at_health-period = Le mois de l'enregistrement ; le service peut venir plus tard.

indicator-rape_at_health_72_hours = Viols soignés dans les 72 heures
indicator-rape_at_health_72_hours-definition = Part des survivantes de viol vues par un service de santé dans les 72 heures (prophylaxie du VIH).
indicator-rape_at_health_72_hours-formula = Viols du mois soignés en moins de 72 heures ÷ viols du mois.
indicator-rape_at_health_72_hours-source = Comme « temps jusqu'aux soins ».
indicator-rape_at_health_72_hours-period = Le mois de l'enregistrement ; le service peut venir plus tard.

indicator-rape_at_health_120_hours = Viols soignés dans les 120 heures
indicator-rape_at_health_120_hours-definition = Part des survivantes de viol vues par un service de santé dans les 120 heures (contraception d'urgence).
indicator-rape_at_health_120_hours-formula = Viols du mois soignés en moins de 120 heures ÷ viols du mois.
indicator-rape_at_health_120_hours-source = Comme « temps jusqu'aux soins ».
indicator-rape_at_health_120_hours-period = Le mois de l'enregistrement ; le service peut venir plus tard.

indicator-sdg_5_2_1_form = ODD 5.2.1, par forme
indicator-sdg_5_2_1_form-definition = Violences physiques, sexuelles ou psychologiques d'un partenaire intime actuel ou ancien envers des femmes et filles de 15 ans et plus, par forme.
indicator-sdg_5_2_1_form-formula = Viols et agressions sexuelles, agressions physiques, violences psychologiques par un partenaire (le déni de ressources et le mariage forcé ne sont aucune des trois formes de 5.2.1), survivante de 15 ans et plus, par forme ÷ incidents du mois.
indicator-sdg_5_2_1_form-source = Métadonnées de l'ONU 05-02-01 (mars 2022) ; données administratives : des cas signalés, pas une prévalence.
indicator-sdg_5_2_1_form-period = Le mois de l'enregistrement.

indicator-sdg_5_2_1_age = ODD 5.2.1, par âge
indicator-sdg_5_2_1_age-definition = Violences physiques, sexuelles ou psychologiques d'un partenaire intime actuel ou ancien envers des femmes et filles de 15 ans et plus, par âge.
indicator-sdg_5_2_1_age-formula = Viols et agressions sexuelles, agressions physiques, violences psychologiques par un partenaire (le déni de ressources et le mariage forcé ne sont aucune des trois formes de 5.2.1), survivante de 15 ans et plus, par âge le jour de l'incident ÷ incidents du mois.
indicator-sdg_5_2_1_age-source = Métadonnées de l'ONU 05-02-01 (mars 2022) ; données administratives : des cas signalés, pas une prévalence.
indicator-sdg_5_2_1_age-period = Le mois de l'enregistrement.

indicator-sdg_5_2_2_age = ODD 5.2.2, par âge
indicator-sdg_5_2_2_age-definition = Violences sexuelles par une autre personne qu'un partenaire envers des femmes et filles de 15 ans et plus, par âge.
indicator-sdg_5_2_2_age-formula = Viols et agressions sexuelles par d'autres qu'un partenaire, survivante de 15 ans et plus, par âge ÷ incidents du mois.
indicator-sdg_5_2_2_age-source = Métadonnées de l'ONU 05-02-02 ; données administratives : des cas signalés, pas une prévalence.
indicator-sdg_5_2_2_age-period = Le mois de l'enregistrement.

indicator-sdg_5_2_2_place = ODD 5.2.2, par lieu
indicator-sdg_5_2_2_place-definition = Violences sexuelles par une autre personne qu'un partenaire envers des femmes et filles de 15 ans et plus, par lieu.
indicator-sdg_5_2_2_place-formula = Viols et agressions sexuelles par d'autres qu'un partenaire, survivante de 15 ans et plus, par lieu ÷ incidents du mois.
indicator-sdg_5_2_2_place-source = Métadonnées de l'ONU 05-02-02 ; données administratives : des cas signalés, pas une prévalence.
indicator-sdg_5_2_2_place-period = Le mois de l'enregistrement.

part-gbv_sex-female = Féminin
part-gbv_sex-male = Masculin

part-gbv_age-0_to_11 = 0 à 11 ans
part-gbv_age-12_to_17 = 12 à 17 ans
part-gbv_age-18_to_49 = 18 à 49 ans
part-gbv_age-50_and_over = 50 ans et plus
part-gbv_age-unknown = Inconnu

part-gbv_marital_status-single = Célibataire
part-gbv_marital_status-married_cohabitating = Mariée ou en concubinage
part-gbv_marital_status-divorced_separated = Divorcée ou séparée
part-gbv_marital_status-widowed = Veuve
part-gbv_marital_status-unknown = Inconnu

part-gbv_displacement_status-resident = Résidente
part-gbv_displacement_status-idp = Déplacée interne
part-gbv_displacement_status-refugee = Réfugiée
part-gbv_displacement_status-stateless_person = Apatride
part-gbv_displacement_status-returnee = Retournée
part-gbv_displacement_status-foreign_national = Étrangère
part-gbv_displacement_status-asylum_seeker = Demandeuse d'asile
part-gbv_displacement_status-unknown = Inconnu

part-gbv_displacement_stage-not_displaced = Non déplacée, chez elle
part-gbv_displacement_stage-pre_displacement = Avant le déplacement
part-gbv_displacement_stage-during_flight = Pendant la fuite
part-gbv_displacement_stage-during_refuge = Pendant le refuge
part-gbv_displacement_stage-during_return_transit = Pendant le retour ou le transit
part-gbv_displacement_stage-post_displacement = Après le déplacement
part-gbv_displacement_stage-unknown = Inconnu

part-gbv_vulnerable_populations-disability = Handicap
part-gbv_vulnerable_populations-unaccompanied_minor = Mineure non accompagnée
part-gbv_vulnerable_populations-separated_child = Enfant séparée
part-gbv_vulnerable_populations-other_vulnerable_child = Autre enfant vulnérable

part-gbv_type-rape = Viol
part-gbv_type-sexual_assault = Agression sexuelle
part-gbv_type-physical_assault = Agression physique
part-gbv_type-forced_marriage = Mariage forcé
part-gbv_type-denial_of_resources = Déni de ressources, d'opportunités ou de services
part-gbv_type-psychological_abuse = Violence psychologique ou émotionnelle

part-gbv_time_of_day-morning = Matin
part-gbv_time_of_day-afternoon = Après-midi
part-gbv_time_of_day-evening_night = Soir ou nuit
part-gbv_time_of_day-unknown = Inconnu

part-gbv_case_context-intimate_partner_violence = Violence d'un partenaire intime
part-gbv_case_context-child_sexual_abuse = Abus sexuel d'enfant
part-gbv_case_context-early_marriage = Mariage précoce
part-gbv_case_context-possible_sexual_exploitation = Exploitation sexuelle possible
part-gbv_case_context-possible_sexual_slavery = Esclavage sexuel possible
part-gbv_case_context-harmful_practice = Pratique traditionnelle néfaste

part-elapsed-to_3_days = 0 à 3 jours
part-elapsed-to_5_days = 4 à 5 jours
part-elapsed-to_14_days = 6 à 14 jours
part-elapsed-to_30_days = 15 à 30 jours
part-elapsed-over_30_days = Plus de 30 jours
part-elapsed-unknown = Inconnu

part-place-bush_forest = Brousse ou forêt
part-place-field = Champ
part-place-school = École
part-place-road = Route
part-place-survivor_home = Domicile de la survivante
part-place-perpetrator_home = Domicile de l'auteur
part-place-market = Marché
part-place-streamside = Ruisseau
part-place-beach = Plage
part-place-farm = Ferme
part-place-latrine = Latrines
part-place-perpetrator_friend_home = Maison d'un ami de l'auteur
part-place-entertainment_centre = Centre de loisirs
part-place-unfinished_house = Immeuble inachevé
part-place-guest_house_hotel = Maison d'hôte ou hôtel
part-place-other = Autre
part-place-unknown = Inconnu

part-gbv_perpetrator_number-one = Un
part-gbv_perpetrator_number-two = Deux
part-gbv_perpetrator_number-three = Trois
part-gbv_perpetrator_number-more_than_three = Plus de trois
part-gbv_perpetrator_number-unknown = Inconnu

part-gbv_perpetrator_relationship-intimate_partner = Partenaire intime ou ex-partenaire
part-gbv_perpetrator_relationship-primary_caregiver = Tuteur
part-gbv_perpetrator_relationship-other_family = Autre membre de la famille
part-gbv_perpetrator_relationship-supervisor_employer = Superviseur ou employeur
part-gbv_perpetrator_relationship-schoolmate = Camarade de classe
part-gbv_perpetrator_relationship-teacher_school_official = Enseignant ou responsable scolaire
part-gbv_perpetrator_relationship-service_provider = Prestataire de service
part-gbv_perpetrator_relationship-cotenant_housemate = Colocataire
part-gbv_perpetrator_relationship-family_friend_neighbour = Ami de la famille ou voisin
part-gbv_perpetrator_relationship-other_refugee_idp_returnee = Autre réfugié, déplacé ou retourné
part-gbv_perpetrator_relationship-other_resident = Autre membre de la communauté
part-gbv_perpetrator_relationship-other = Autre lien
part-gbv_perpetrator_relationship-no_relation = Sans lien
part-gbv_perpetrator_relationship-unknown = Inconnu
part-gbv_perpetrator_relationship-several = Plusieurs

part-gbv_perpetrator_age-0_to_11 = 0 à 11 ans
part-gbv_perpetrator_age-12_to_17 = 12 à 17 ans
part-gbv_perpetrator_age-18_to_25 = 18 à 25 ans
part-gbv_perpetrator_age-26_to_40 = 26 à 40 ans
part-gbv_perpetrator_age-41_to_60 = 41 à 60 ans
part-gbv_perpetrator_age-61_and_over = 61 ans et plus
part-gbv_perpetrator_age-unknown = Inconnu
part-gbv_perpetrator_age-several = Plusieurs

part-gbv_perpetrator_occupation-unemployed = Sans emploi
part-gbv_perpetrator_occupation-student = Élève ou étudiant
part-gbv_perpetrator_occupation-farmer = Agriculteur, éleveur, pêcheur
part-gbv_perpetrator_occupation-trader = Commerçant
part-gbv_perpetrator_occupation-worker = Artisan, ouvrier, domestique
part-gbv_perpetrator_occupation-driver = Conducteur
part-gbv_perpetrator_occupation-teacher = Enseignant
part-gbv_perpetrator_occupation-health_worker = Agent de santé
part-gbv_perpetrator_occupation-security_forces = Forces de sécurité
part-gbv_perpetrator_occupation-public_servant = Agent public ou autorité
part-gbv_perpetrator_occupation-community_leader = Chef traditionnel ou religieux
part-gbv_perpetrator_occupation-other = Autre
part-gbv_perpetrator_occupation-several = Plusieurs
part-gbv_perpetrator_occupation-unknown = Inconnu

part-gbv_referred_from-health = Santé
part-gbv_referred_from-psychosocial = Soutien psychosocial
part-gbv_referred_from-police_security = Police ou sécurité
part-gbv_referred_from-legal = Aide juridique
part-gbv_referred_from-livelihoods = Moyens de subsistance
part-gbv_referred_from-self_referred = Venue d'elle-même
part-gbv_referred_from-teacher_school = Enseignant ou école
part-gbv_referred_from-community_leader = Chef de communauté
part-gbv_referred_from-safe_house = Maison d'accueil
part-gbv_referred_from-other_humanitarian = Autre acteur humanitaire
part-gbv_referred_from-other_government = Autre service de l'État
part-gbv_referred_from-other = Autre
part-gbv_referred_from-unknown = Inconnu

part-sector-safe_house = Hébergement
part-sector-health = Santé
part-sector-psychosocial = Soutien psychosocial
part-sector-legal = Aide juridique
part-sector-police = Police ou sécurité
part-sector-livelihoods = Moyens de subsistance
part-sector-child_protection = Protection de l'enfance

part-response-within_24_hours = Moins de 24 heures
part-response-within_72_hours = De 24 à 72 heures
part-response-within_7_days = De 3 à 7 jours
part-response-later = 7 jours et plus
part-response-none = Pas encore

part-referral_declines-no_capacity = Plus de place
part-referral_declines-service_not_offered = Service non offert
part-referral_declines-not_eligible = Non éligible
part-referral_declines-closed = Structure fermée
part-referral_declines-conflict_of_interest = Conflit d'intérêts
part-referral_declines-not_reached = Survivante non jointe
part-referral_declines-other = Autre motif

part-rape_at_health-within_72_hours = Moins de 72 heures
part-rape_at_health-within_120_hours = De 72 à 120 heures
part-rape_at_health-later = Plus tard
part-rape_at_health-unknown = Aucun soin connu

part-sdg_5_2_1_form-physical = Physique
part-sdg_5_2_1_form-sexual = Sexuelle
part-sdg_5_2_1_form-psychological = Psychologique

part-sdg_age-15_to_19 = 15 à 19 ans
part-sdg_age-20_to_24 = 20 à 24 ans
part-sdg_age-25_to_34 = 25 à 34 ans
part-sdg_age-35_to_49 = 35 à 49 ans
part-sdg_age-50_and_over = 50 ans et plus

# Les rapports.

report-title = Rapport d'activité – { $period }
report-subtitle = Centre { $centre } · chiffres arrêtés au { $end } (position { $position } du journal)
report-quarter = Trimestre { $quarter } de { $year }
report-foot = { $title } · page { $page } sur { $of }
report-trend = { $title }, douze mois
report-incidents = Incidents (GBVIMS)
report-pathway = Parcours et délais
report-cases = Gestion des dossiers
report-sdg = ODD 5.2
report-outreach = Sensibilisation et formation
report-withheld = trop petit
report-withheld-note = Un nombre de 1 à 4 personnes, et ce dont il se déduirait, n'est pas montré : « trop petit », et « – » dans les courbes.
report-consent-note = Ne comptent que les survivantes qui consentent aux statistiques. Sous chaque barre, en clair, la période précédente ; entre parenthèses, son nombre.
report-share = { $part } sur { $whole } ({ $percent } %)
report-share-interval = { $part } sur { $whole } ({ $percent } % ; à 95 % entre { $low } % et { $high } %)
report-average = { $whole },{ $tenth }
report-nothing = aucun
report-empty = Rien n'a été compté dans ces deux périodes.
report-activities = { $held } tenues sur { $planned } prévues ; { $people } personnes touchées
report-activities-cost = { $held } tenues sur { $planned } prévues ; { $people } personnes touchées ; { $cost } F CFA, soit { $each } par activité
report-kind-awareness_session = Séances de sensibilisation
report-kind-public_event = Évènements publics
report-kind-training = Formations d'acteurs locaux
report-column-code = Code
report-column-figure = Indicateur
report-column-part = Partie
report-column-count = Nombre
report-column-of = Sur
report-column-low = Intervalle, bas (‰)
report-column-high = Intervalle, haut (‰)
report-column-before = Période précédente
report-column-before-of = Période précédente, sur

report-month-1 = janvier
report-month-2 = février
report-month-3 = mars
report-month-4 = avril
report-month-5 = mai
report-month-6 = juin
report-month-7 = juillet
report-month-8 = août
report-month-9 = septembre
report-month-10 = octobre
report-month-11 = novembre
report-month-12 = décembre

report-month-short-1 = janv.
report-month-short-2 = févr.
report-month-short-3 = mars
report-month-short-4 = avr.
report-month-short-5 = mai
report-month-short-6 = juin
report-month-short-7 = juil.
report-month-short-8 = août
report-month-short-9 = sept.
report-month-short-10 = oct.
report-month-short-11 = nov.
report-month-short-12 = déc.

# La comparaison des communes.

comparison-title = Comparaison des communes – { $period }
comparison-subtitle = { $count } communes · chiffres arrêtés au { $end } (position { $position } du journal)
comparison-figures = Nombres et taux
comparison-times = Délais de réponse
comparison-gaps = Services manquants
comparison-trends = Tendances sur douze mois
comparison-unit-count = nombre
comparison-unit-share = part, % ; intervalle à 95 %
comparison-unit-part = part, % ; * sans les secteurs trop petits
comparison-unit-average = moyenne
comparison-median = { $title }, pour la moitié des référencements envoyés (heures, moins de)
comparison-within-72 = { $title }, en moins de 72 heures, parmi les référencements envoyés
comparison-under = moins de { $hours } h
comparison-at-least = 168 h ou plus
comparison-unanswered = plus de la moitié sans réponse
comparison-share = { $percent } % ({ $low }–{ $high }) · { $part } sur { $whole }
comparison-share-of = { $percent } % · { $part } sur { $whole }
comparison-part = { $part } ; sur un nombre trop petit pour être dit
comparison-gaps-all = Aucun service disponible, tous secteurs montrés, parmi les besoins
comparison-gap = Aucun service disponible : { $sector }, parmi celles qui en avaient besoin
comparison-trend = { $commune } : { $title }, douze mois (nombre)
comparison-no-trend = Rien n'a été compté dans ces douze mois.
comparison-map = Carte des communes, du nord au sud : part des besoins sans service disponible (% ; * sans les secteurs trop petits)
comparison-level-never = 0 %
comparison-level-under-tenth = moins de 10 %
comparison-level-under-quarter = de 10 à moins de 25 %
comparison-level-under-half = de 25 à moins de 50 %
comparison-level-half = 50 % et plus
comparison-level-none = non montré (nombre trop petit), ou aucun besoin
comparison-tile = { $percent } %
comparison-tile-part = { $percent } % *
comparison-no-need = aucun besoin
comparison-region-savanes = Savanes
comparison-region-kara = Kara
comparison-region-centrale = Centrale
comparison-region-plateaux = Plateaux
comparison-region-maritime = Maritime
comparison-region-grand_lome = Grand Lomé
comparison-region-other = Autre lieu
comparison-outreach-held = Activités tenues
comparison-outreach-people = Personnes touchées
comparison-outreach-cost_per_activity = Coût par activité (F CFA)
report-kind-all = Toutes les activités

# La sensibilisation dans les rapports.

report-outreach-plans = Activités tenues : réalisé sur prévu
report-outreach-targets = Réalisé depuis janvier sur les objectifs de l'année
report-outreach-audience = Personnes venues, par sexe et âge
report-outreach-trained = Acteurs formés, par profession et sexe
report-outreach-costs = Dépenses par ligne (F CFA)
report-outreach-by_funder = Par bailleur
report-outreach-by_theme = Par thème
report-outreach-by_commune = Par commune de l'activité
report-outreach-column-held = Activités tenues
report-outreach-column-reached = Personnes venues
report-outreach-column-trained = Acteurs formés
report-outreach-column-cost = Dépenses (F CFA)
report-outreach-no-funder = Bailleur non indiqué
report-outreach-activities-of = { $kind } : activités
report-outreach-people-of = { $kind } : personnes
report-outreach-cost-of = { $kind } : francs CFA
report-people-of = { $people } : { $kind }
report-people-female = Femmes et filles
report-people-male = Hommes et garçons
report-age-unknown = âge non compté
report-age-0_to_11 = 0 à 11 ans
report-age-12_to_17 = 12 à 17 ans
report-age-18_to_24 = 18 à 24 ans
report-age-25_to_34 = 25 à 34 ans
report-age-35_to_49 = 35 à 49 ans
report-age-50_and_over = 50 ans et plus
report-profession-health_worker = Santé
report-profession-security_forces = Police, gendarmerie
report-profession-justice = Justice, droit
report-profession-teacher = Enseignement
report-profession-social_worker = Travail social
report-profession-community_leader = Chefferie, religion
report-profession-community_worker = Relais communautaires, comités
report-profession-local_authority = Élus, préfecture
report-profession-journalist = Presse, radio
report-profession-other = Autres
report-cost-staff = Indemnités et honoraires
report-cost-transport = Transport
report-cost-venue = Salle, chaises, son
report-cost-materials = Matériel
report-cost-catering = Repas, eau
report-cost-communication = Radio, affiches, crieurs
report-cost-other = Autre dépense
report-theme-forms_of_violence = Reconnaître les violences basées sur le genre
report-theme-rights_and_law = Droits des femmes et des filles, loi
report-theme-services_available = Services qui existent, comment y aller
report-theme-forced_marriage = Mariage précoce ou forcé
report-theme-harmful_practices = Mutilations et autres pratiques néfastes
report-theme-school_violence = Violences à l'école
report-theme-sexual_exploitation = Exploitation et abus sexuels
report-theme-partner_violence = Violences du partenaire
report-theme-men_and_boys = Ce que peuvent les hommes et les garçons
report-theme-care_of_survivors = Prise en charge des survivantes
report-theme-other = Autre thème
