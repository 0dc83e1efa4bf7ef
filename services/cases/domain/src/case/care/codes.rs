//! Coded values of care, with their stored names written out.

use sentier_kernel::codes;

codes! {
    /// What an assessment looks into.
    Area {
        /// Her safety.
        Safety = "safety",
        /// Her health.
        Health = "health",
        /// How she is, and who stands by her.
        Psychosocial = "psychosocial",
        /// Law and justice.
        Legal = "legal",
        /// Food, shelter, money.
        Material = "material",
    }
    /// How grave what was found in an area is.
    Concern {
        /// Nothing to do.
        Absent = "absent",
        /// Something to plan for.
        Present = "present",
        /// Something to do at once.
        Urgent = "urgent",
    }
    /// The risk that she is harmed again.
    Risk {
        /// Low.
        Low = "low",
        /// Medium.
        Medium = "medium",
        /// High.
        High = "high",
    }
    /// How far a planned action came.
    ActionStatus {
        /// Agreed.
        Planned = "planned",
        /// Begun.
        InProgress = "in_progress",
        /// Done.
        Done = "done",
        /// Given up, by her wish or for a newer plan.
        Dropped = "dropped",
    }
    /// The goals that a follow-up looks at.
    Goal {
        /// Safety.
        Safety = "safety",
        /// Health.
        Health = "health",
        /// Psychosocial.
        Psychosocial = "psychosocial",
        /// Justice.
        Justice = "justice",
        /// What else she wants.
        Other = "other",
    }
    /// How near a goal is.
    GoalProgress {
        /// She has no such goal.
        NotApplicable = "not_applicable",
        /// On the way.
        InProgress = "in_progress",
        /// Met.
        Met = "met",
    }
    /// What a supervisor approves.
    Subject {
        /// The newest assessment.
        Assessment = "assessment",
        /// The newest action plan.
        ActionPlan = "action_plan",
        /// The closure.
        Closure = "closure",
    }
    /// Who sits in a case conference, by role and never by name.
    Party {
        /// The caseworker.
        Caseworker = "caseworker",
        /// The supervisor.
        Supervisor = "supervisor",
        /// The survivor, or who stands for her.
        Survivor = "survivor",
        /// Health care.
        Health = "health",
        /// Psychosocial support.
        Psychosocial = "psychosocial",
        /// Police or gendarmerie.
        Police = "police",
        /// Law.
        Legal = "legal",
        /// Shelter.
        Shelter = "shelter",
        /// Child protection.
        ChildProtection = "child_protection",
        /// Social affairs.
        SocialAffairs = "social_affairs",
        /// Somebody else.
        Other = "other",
    }
    /// The points of the checklist of a closure.
    Check {
        /// The needs of the plan are met.
        NeedsMet = "needs_met",
        /// The progress of every goal was gone through with her.
        GoalsReviewed = "goals_reviewed",
        /// The safety plan was gone through with her and stands.
        SafetyPlanReviewed = "safety_plan_reviewed",
        /// No danger is near.
        NoImminentDanger = "no_imminent_danger",
        /// What others give her has ended, or goes on without the centre.
        ReferralsSettled = "referrals_settled",
        /// She agrees.
        SurvivorAgrees = "survivor_agrees",
        /// She asked for it.
        SurvivorAsked = "survivor_asked",
        /// She moved away and knows who helps there.
        Relocated = "relocated",
        /// She was not reached for the agreed time, safely and more than once.
        NotReached = "not_reached",
        /// She died.
        Deceased = "deceased",
        /// She knows that she may come back at any time.
        MayReturn = "may_return",
    }
}
