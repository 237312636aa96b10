package io.github.backcheck.diagnosis.campaign;

import io.github.backcheck.diagnosis.campaign.Expected.Moment;
import io.github.backcheck.diagnosis.campaign.FaultTally.Examined;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Examinations of training programs of which it is known what is wrong with them, and of healthy ones.
 *
 * <p>{@code mvn -q -Pcampaign test} runs it over all, prints what was said, and fails where that is less than it should be.
 */
final class DiagnosisCampaign {

    private static final int SEEDS = 5;
    private static final int HEALTHY = 1000;
    private static final int BLOCK = 10;
    private static final String HEALTHY_ONLY = "healthy";

    private final int every;
    private final int threads;

    /**
     * A campaign over a share of all programs.
     *
     * @param every 1 for all programs, otherwise one of so many
     * @param threads that examine at the same time; the result does not depend on it
     */
    DiagnosisCampaign(int every, int threads) {
        this.every = every;
        this.threads = threads;
    }

    /** Each fault in three programs, seed by seed. */
    static List<Injection> injections(List<Fault> faults) {
        List<Injection> all = new ArrayList<>();
        for (Fault fault : faults) {
            for (Bench.Place place : fault.expected().bench().places()) {
                for (long seed = 1; seed <= SEEDS; seed++) {
                    all.add(new Injection(fault, place, seed));
                }
            }
        }
        return all;
    }

    /** The faults, and what only looks like one. A campaign over a share asks only when a user would. */
    FaultTally faults(List<Fault> which) {
        return new FaultTally(inOrder(some(injections(which)), one -> every == 1 ? twice(one) : once(one)));
    }

    private static Examined twice(Injection one) {
        return new Examined(one, one.examine(Moment.BEFORE_TRAINING), one.examine(Moment.AFTER_TRAINING));
    }

    private static Examined once(Injection one) {
        Outcome natural = one.natural();
        return new Examined(one, natural, natural);
    }

    /** Healthy runs, of as many settings as are needed for their number. */
    HealthyTally healthy(int runs) {
        List<HealthyTally.Run> all = new ArrayList<>();
        for (int number = 0; all.size() < runs; number += BLOCK) {
            List<Integer> numbers =
                    IntStream.range(number, number + BLOCK).boxed().toList();
            inOrder(numbers, HealthyTally::examine).forEach(all::addAll);
            System.err.print(new HealthyTally(all));
        }
        return new HealthyTally(all.subList(0, runs));
    }

    /** One of so many, of all faults, programs and seeds alike. */
    private <T> List<T> some(List<T> all) {
        return IntStream.range(0, all.size())
                .filter(i -> (i + i / SEEDS) % every == 0)
                .mapToObj(all::get)
                .toList();
    }

    private <T, R> List<R> inOrder(List<T> all, Function<T, R> examine) {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        AtomicInteger done = new AtomicInteger();
        try {
            List<Callable<R>> tasks = new ArrayList<>();
            for (T one : all) {
                tasks.add(() -> {
                    R result = examine.apply(one);
                    if (result instanceof Examined) {
                        System.err.println(done.incrementAndGet() + " of " + all.size() + ": " + result);
                    }
                    return result;
                });
            }
            List<R> results = new ArrayList<>();
            for (Future<R> result : executor.invokeAll(tasks)) {
                results.add(result.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            executor.shutdownNow();
        }
    }

    /**
     * Runs it, prints what was said, and throws if that is less than it should be.
     *
     * @param arguments 1 for all programs, otherwise one of so many; then names of faults, or healthy; all if missing
     */
    public static void main(String[] arguments) {
        String program = System.getProperty("program");
        if (program != null) {
            System.out.println(text(program));
            return;
        }
        int every = arguments.length == 0 ? 1 : Integer.parseInt(arguments[0]);
        DiagnosisCampaign campaign = new DiagnosisCampaign(every, Integer.getInteger("campaign.threads", 1));
        List<String> names = Arrays.stream(arguments).skip(1).toList();
        boolean good = true;
        List<Fault> faults = names.isEmpty()
                ? List.of(Fault.values())
                : names.stream()
                        .filter(name -> !name.equals(HEALTHY_ONLY))
                        .map(Fault::valueOf)
                        .toList();
        if (!faults.isEmpty()) {
            FaultTally tally = campaign.faults(faults);
            System.out.println(tally);
            good = tally.isGood();
        }
        if (names.isEmpty() || names.contains(HEALTHY_ONLY)) {
            HealthyTally tally = campaign.healthy(HEALTHY / every);
            System.out.println(tally);
            good &= tally.isGood();
        }
        if (!good) {
            throw new IllegalStateException("less was said than should be, or too much, see above");
        }
    }

    private static String text(String program) {
        String[] parts = program.split("/", -1);
        if (parts[0].equals(HEALTHY_ONLY)) {
            return HealthyTally.text(Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
        }
        return Arrays.stream(Moment.values())
                .map(moment -> moment + "\n" + Injection.of(program).text(moment))
                .collect(Collectors.joining("\n"));
    }
}
