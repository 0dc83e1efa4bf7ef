//! What a reader of all indicators knows, and how far it leaves a withheld number open.

use std::collections::{BTreeMap, BTreeSet};

use microlp::{ComparisonOp, OptimizationDirection, Problem, Variable};

use super::*;

/// What every reader knows; `{}` stands for each of the values named at the end of a line.
const KNOWN: &str = "
number_of_incidents = gbv_incidents
reporting_delay = gbv_incidents
{} = gbv_incidents | gbv_sex gbv_age gbv_marital_status gbv_displacement_status gbv_displacement_stage gbv_vulnerable_populations gbv_type gbv_time_of_day gbv_case_context gbv_elapsed_time gbv_location gbv_perpetrator_number gbv_perpetrator_relationship gbv_perpetrator_age gbv_perpetrator_occupation gbv_referred_from gbv_services_provided gbv_new_referrals service_gaps
{}/ = gbv_incidents | gbv_prior_incidents gbv_adolescents gbv_sexual_violence gbv_first_contact sdg_5_2_1_form sdg_5_2_1_age sdg_5_2_2_age sdg_5_2_2_place
gbv_age/{} = number_of_incidents/{} | unknown 0_to_11 12_to_17 50_and_over
gbv_age/18_to_49 = number_of_incidents/18_to_24 + number_of_incidents/25_to_34 + number_of_incidents/35_to_49
gbv_elapsed_time/{} = reporting_delay/{} | to_3_days to_5_days to_14_days to_30_days unknown
gbv_elapsed_time/over_30_days = reporting_delay/to_3_months + reporting_delay/longer
gbv_sexual_violence = gbv_type/rape + gbv_type/sexual_assault
gbv_first_contact = gbv_referred_from/self_referred
gbv_elapsed_time_rape = gbv_type/rape
rape_at_health = gbv_type/rape
{}/ = gbv_type/rape | rape_at_health_72_hours rape_at_health_120_hours
rape_at_health_72_hours = rape_at_health/within_72_hours
rape_at_health_120_hours = rape_at_health/within_72_hours + rape_at_health/within_120_hours
sdg_5_2_1_form = sdg_5_2_1_age
sdg_5_2_2_age = sdg_5_2_2_place
gbv_elapsed_time_rape/{} < gbv_elapsed_time/{} | to_3_days to_5_days to_14_days to_30_days over_30_days unknown
gbv_elapsed_time_rape_health/{} < gbv_elapsed_time_rape/{} | to_3_days to_5_days to_14_days to_30_days over_30_days unknown
number_of_incidents/12_to_17 < gbv_adolescents
gbv_adolescents < number_of_incidents/0_to_11 + number_of_incidents/12_to_17 + number_of_incidents/18_to_24
gbv_perpetrator_relationship/intimate_partner < gbv_case_context/intimate_partner_violence
gbv_case_context/intimate_partner_violence < gbv_perpetrator_relationship/intimate_partner + gbv_perpetrator_relationship/several
gbv_case_context/{} < gbv_sexual_violence | child_sexual_abuse possible_sexual_exploitation possible_sexual_slavery
gbv_case_context/child_sexual_abuse + gbv_case_context/early_marriage < number_of_incidents/0_to_11 + number_of_incidents/12_to_17
gbv_sexual_violence + number_of_incidents/0_to_11 + number_of_incidents/12_to_17 < gbv_incidents + gbv_case_context/child_sexual_abuse
gbv_case_context/early_marriage < gbv_type/forced_marriage
gbv_type/forced_marriage + number_of_incidents/0_to_11 + number_of_incidents/12_to_17 < gbv_incidents + gbv_case_context/early_marriage
gbv_vulnerable_populations/unaccompanied_minor + gbv_vulnerable_populations/separated_child + gbv_vulnerable_populations/other_vulnerable_child < number_of_incidents/0_to_11 + number_of_incidents/12_to_17
sdg_5_2_1_form < gbv_case_context/intimate_partner_violence
sdg_5_2_1_form + sdg_5_2_2_age < gbv_sex/female
sdg_5_2_2_age + gbv_case_context/intimate_partner_violence < gbv_incidents
sdg_5_2_1_form/physical < gbv_type/physical_assault
sdg_5_2_1_form/psychological < gbv_type/psychological_abuse
sdg_5_2_1_form/sexual + sdg_5_2_2_age < gbv_sexual_violence
sdg_5_2_1_age/15_to_19 + sdg_5_2_2_age/15_to_19 < gbv_adolescents
sdg_5_2_1_age/15_to_19 + sdg_5_2_2_age/15_to_19 + sdg_5_2_1_age/20_to_24 + sdg_5_2_2_age/20_to_24 < number_of_incidents/12_to_17 + number_of_incidents/18_to_24
sdg_5_2_1_age/20_to_24 + sdg_5_2_2_age/20_to_24 < number_of_incidents/18_to_24
gbv_adolescents + sdg_5_2_1_age/20_to_24 + sdg_5_2_2_age/20_to_24 < number_of_incidents/0_to_11 + number_of_incidents/12_to_17 + number_of_incidents/18_to_24
sdg_5_2_1_age/{} + sdg_5_2_2_age/{} < number_of_incidents/{} | 25_to_34 35_to_49 50_and_over
sdg_5_2_2_age/20_to_24 + sdg_5_2_2_age/25_to_34 + sdg_5_2_2_age/35_to_49 + sdg_5_2_2_age/50_and_over + gbv_case_context/child_sexual_abuse < gbv_sexual_violence
sdg_5_2_2_place/{} < gbv_location/{} | bush_forest field school road survivor_home perpetrator_home market streamside beach farm latrine perpetrator_friend_home entertainment_centre unfinished_house guest_house_hotel other unknown
gbv_perpetrator_number/one + {}/several < gbv_incidents | gbv_perpetrator_relationship gbv_perpetrator_age gbv_perpetrator_occupation
gbv_services_provided/{} + gbv_new_referrals/{} + service_gaps/{} < gbv_incidents | safe_house health psychosocial legal police livelihoods child_protection
gbv_type/rape + gbv_services_provided/health + gbv_new_referrals/health < gbv_incidents + gbv_elapsed_time_rape_health
rape_at_health/within_72_hours + rape_at_health/within_120_hours + rape_at_health/later < gbv_elapsed_time_rape_health
assessment_status = number_of_cases
{}/ = number_of_cases | completed_case_safety_plans completed_case_action_plans completed_supervisor_approved_case_action_plans case_closure_rate
completed_supervisor_approved_case_action_plans < completed_case_action_plans
{} = time_to_acknowledge | time_to_accept time_to_serve referral_loops_closed/
time_to_accept/within_24_hours < time_to_acknowledge/within_24_hours
time_to_accept/within_24_hours + time_to_accept/within_72_hours < time_to_acknowledge/within_24_hours + time_to_acknowledge/within_72_hours
time_to_acknowledge/none < time_to_accept/none
time_to_accept/none < time_to_serve/none
";

/// The sum of the left is that of the right, or at most as much.
#[derive(Clone, Debug)]
struct Fact {
    left: Vec<String>,
    equal: bool,
    right: Vec<String>,
}

fn fact(line: &str) -> Fact {
    let equal = line.contains(" = ");
    let (left, right) = line.split_once(if equal { " = " } else { " < " }).expect(line);
    let names = |side: &str| side.split(" + ").map(|name| name.trim().to_owned()).collect();
    Fact { left: names(left), equal, right: names(right) }
}

fn known() -> Vec<Fact> {
    let mut facts = Vec::new();
    for line in KNOWN.lines().filter(|line| !line.is_empty()) {
        match line.split_once(" | ") {
            None => facts.push(fact(line)),
            Some((line, values)) => {
                let each = values.split_whitespace();
                facts.extend(each.map(|value| fact(&line.replace("{}", value))));
            }
        }
    }
    for of in joined() {
        let code = of.code();
        let parts: Vec<String> = of.parts().iter().map(|part| format!("{code}/{part}")).collect();
        let whole = vec![code.to_owned()];
        if of.overlaps() {
            let part = |part| Fact { left: vec![part], equal: false, right: whole.clone() };
            facts.extend(parts.into_iter().map(part));
        } else if !parts.is_empty() {
            facts.push(Fact { left: parts, equal: true, right: whole.clone() });
        }
        if of.unit() == Unit::Share {
            facts.push(Fact { left: whole, equal: false, right: vec![format!("{code}/")] });
        }
    }
    facts
}

/// The numbers of a month, or their sums, by name; and whether each is told.
pub(super) type Seen = BTreeMap<String, (i64, bool)>;

pub(super) fn seen(value: impl Fn(Indicator) -> Value, shown: impl Fn(Indicator) -> Shown) -> Seen {
    let mut seen = Seen::new();
    for of in joined() {
        let (value, shown, code) = (value(of), shown(of), of.code());
        seen.insert(code.to_owned(), (value.numerator, shown.numerator.is_some()));
        if let Some(denominator) = value.denominator {
            seen.insert(format!("{code}/"), (denominator, shown.denominator.is_some()));
        }
        for (at, part) in of.parts().iter().enumerate() {
            let told = shown.parts[at].is_some();
            seen.insert(format!("{code}/{part}"), (value.parts[at], told));
        }
    }
    seen
}

pub(super) fn month_seen(month: Month, sums: &Sums) -> Seen {
    seen(|of| value(of, month, sums), |of| shown(of, month, sums))
}

/// Each month, and their sums where there are several.
pub(super) fn all_seen(months: &[Month], sums: &Sums) -> Vec<Seen> {
    let mut all: Vec<Seen> = months.iter().map(|month| month_seen(*month, sums)).collect();
    if months.len() > 1 {
        let values = |of| months.iter().map(|month| value(of, *month, sums)).collect::<Vec<_>>();
        all.push(seen(|of| whole(&values(of)), |of| over_months(of, months, sums).shown));
    }
    all
}

/// A number: of which block, and its name.
pub(super) type Number = (usize, String);

/// An equation or a bound of what a reader does not know.
struct Line {
    terms: Vec<(Number, f64)>,
    equal: bool,
    comes_to: f64,
}

/// What a reader knows.
pub(super) struct Reader {
    lines: Vec<Line>,
}

impl Reader {
    pub(super) fn of(blocks: &[Seen]) -> Self {
        let mut reader = Self { lines: Vec::new() };
        let facts = known();
        for block in 0..blocks.len() {
            for fact in &facts {
                let of = |names: &[String]| -> Vec<Number> {
                    names.iter().map(|name| (block, name.clone())).collect()
                };
                reader.know(blocks, &of(&fact.left), fact.equal, &of(&fact.right));
            }
        }
        if let [months @ .., sums] = blocks
            && !months.is_empty()
        {
            for name in sums.keys() {
                let left: Vec<Number> =
                    (0..months.len()).map(|block| (block, name.clone())).collect();
                reader.know(blocks, &left, true, &[(months.len(), name.clone())]);
            }
        }
        reader
    }

    fn know(&mut self, blocks: &[Seen], left: &[Number], equal: bool, right: &[Number]) {
        let (mut terms, mut comes_to, mut truth) = (Vec::new(), 0.0, 0);
        let signed = left.iter().map(|one| (one, 1)).chain(right.iter().map(|one| (one, -1)));
        for (number, sign) in signed {
            let (value, told) = *blocks[number.0].get(&number.1).expect(&number.1);
            truth += sign * value;
            if told {
                comes_to -= float(sign * value);
            } else {
                terms.push((number.clone(), float(sign)));
            }
        }
        assert!(if equal { truth == 0 } else { truth <= 0 }, "{left:?} {equal} {right:?}: {truth}");
        if !terms.is_empty() {
            self.lines.push(Line { terms, equal, comes_to });
        }
    }

    /// The lines that have to do with a number.
    fn about(&self, asked: &Number) -> Vec<&Line> {
        let mut of: BTreeMap<&Number, Vec<usize>> = BTreeMap::new();
        for (at, line) in self.lines.iter().enumerate() {
            for (number, _) in &line.terms {
                of.entry(number).or_default().push(at);
            }
        }
        let (mut lines, mut numbers) = (BTreeSet::new(), BTreeSet::from([asked]));
        let mut next = vec![asked];
        while let Some(number) = next.pop() {
            for at in of.get(number).into_iter().flatten() {
                if lines.insert(*at) {
                    let new = self.lines[*at].terms.iter().map(|(number, _)| number);
                    next.extend(new.filter(|number| numbers.insert(*number)));
                }
            }
        }
        lines.into_iter().map(|at| &self.lines[at]).collect()
    }

    /// How far apart the least and the greatest are that a number may be.
    pub(super) fn span(&self, asked: &Number) -> f64 {
        let lines = self.about(asked);
        let bound = |direction| {
            let mut problem = Problem::new(direction);
            let mut variables: BTreeMap<&Number, Variable> = BTreeMap::new();
            let most = (0.0, f64::INFINITY);
            variables.insert(asked, problem.add_var(1.0, most));
            for line in &lines {
                let mut terms = Vec::new();
                for (number, sign) in &line.terms {
                    let variable =
                        *variables.entry(number).or_insert_with(|| problem.add_var(0.0, most));
                    terms.push((variable, *sign));
                }
                let op = if line.equal { ComparisonOp::Eq } else { ComparisonOp::Le };
                problem.add_constraint(&terms, op, line.comes_to);
            }
            match problem.solve() {
                Ok(solution) => solution.objective(),
                Err(microlp::Error::Unbounded) => match direction {
                    OptimizationDirection::Maximize => f64::INFINITY,
                    OptimizationDirection::Minimize => f64::NEG_INFINITY,
                },
                Err(error) => panic!("what is told cannot be: {error}"),
            }
        };
        bound(OptimizationDirection::Maximize) - bound(OptimizationDirection::Minimize)
    }
}

pub(super) fn float(number: i64) -> f64 {
    f64::from(i32::try_from(number).unwrap())
}

/// What is withheld of somebody and could be told; a sum of what every month tells is not.
pub(super) fn withheld_numbers(blocks: &[Seen]) -> Vec<Number> {
    let sums = blocks.len() - 1;
    let known = |name: &String| sums > 0 && blocks[..sums].iter().all(|block| block[name].1);
    let numbers = blocks.iter().enumerate().flat_map(|(at, block)| {
        let hidden = block.iter().filter(|(_, (value, told))| *value > 0 && !told);
        hidden.map(move |(name, _)| (at, name.clone()))
    });
    numbers.filter(|(at, name)| *at < sums || !known(name)).collect()
}

/// No withheld number lies within less than the span; of many, those at these places are looked at.
pub(super) fn no_number_is_narrow(blocks: &[Seen], looked_at: &[usize]) {
    let reader = Reader::of(blocks);
    let hidden = withheld_numbers(blocks);
    for at in looked_at.iter().filter(|_| !hidden.is_empty()) {
        let asked = &hidden[at % hidden.len()];
        let found = reader.span(asked);
        let value = blocks[asked.0][&asked.1].0;
        assert!(found >= float(SPAN) - 1e-6, "{asked:?} is {value}, and known within {found}");
    }
}
