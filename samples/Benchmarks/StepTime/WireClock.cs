using System.Diagnostics;
using System.Globalization;
using Microsoft.ML.Larq.Clusters;
using Microsoft.ML.Larq.Clusters.Wires;
using Microsoft.ML.Larq.Layers;
using Microsoft.ML.Larq.Modules;
using Microsoft.ML.Larq.Networks;
using Microsoft.ML.Larq.Optimizers;
using Microsoft.ML.Larq.Optimizers.Schedules;
using Microsoft.ML.Larq.Tensors;
using Microsoft.ML.Larq.Training.Machine;
using static TorchSharp.torch;

namespace Larq.Benchmarks;

/// <summary>
/// Times what the model of a step's time is made of, between two processes of this machine, and then steps that the
/// model has to predict: <c>mpirun -n 2 dotnet Larq.Benchmarks.dll wire</c>.
/// </summary>
internal static class WireClock
{
    private const int Rounds = 15;

    public static int Run()
    {
        set_num_threads(1);
        var cluster = Cluster.Mpi();
        if (cluster.Size != 2)
        {
            Console.Error.WriteLine("The wire is timed between two: mpirun -n 2 dotnet Larq.Benchmarks.dll wire");
            return 2;
        }

        return cluster.Run(ranks =>
        {
            var say = ranks.Leads ? (Action<string>)Console.WriteLine : _ => { };
            foreach (var bytes in (int[])[8, 1 << 10, 1 << 14, 1 << 17, 1 << 20, 1 << 23])
                say(Line($"exchange of {bytes} bytes: {1e6 * Exchange(ranks, bytes):F1} µs"));
            foreach (var wire in Enum.GetValues<GradientWire>())
            {
                foreach (var count in StepNetwork.All.Select(network => network.Weights.All))
                {
                    var (whole, work) = Sum(ranks, wire, count);
                    say(Line(
                        $"{wire} of {count}: {1e3 * whole:F3} ms, work {1e9 * work / count:F2} ns a weight"));
                }
            }

            foreach (var network in StepNetwork.All) Steps(ranks, network, say);
            return 0;
        });
    }

    // Both send at once, as the ranks of a sum do.
    private static double Exchange(Ranks ranks, int bytes)
    {
        var (to, from) = (GC.AllocateArray<byte>(bytes, true), GC.AllocateArray<byte>(bytes, true));
        var turns = bytes < 1 << 17 ? 200 : 10;
        return Middle(() =>
        {
            for (var i = 0; i < turns; i++) ranks.Trade(_ => to, _ => from);
        }) / turns;
    }

    // What a step does with the gradients, and how much of it is no waiting for the other.
    private static (double Whole, double Work) Sum(Ranks ranks, GradientWire wire, int count)
    {
        using var scope = NewDisposeScope();
        Tensor[] tensors = [randn(count)];
        var flat = new FlatTensors();
        var vote = new SignVote(ranks);
        FlatTensors.Change change = wire == GradientWire.OneBit
            ? numbers => vote.Run(numbers, 64, 1)
            : numbers => ranks.Sum(numbers, wire == GradientWire.BFloat16);
        var (whole, work) = (new List<double>(), new List<double>());
        for (var round = 0; round < Rounds; round++)
        {
            ranks.GatherValue(round);
            var (waited, start) = (ranks.Waited, Stopwatch.GetTimestamp());
            flat.Run(tensors, change);
            var seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            whole.Add(seconds);
            work.Add(seconds - (ranks.Waited - waited).TotalSeconds);
        }

        return (Stopwatches.Median(whole.Skip(2)), Stopwatches.Median(work.Skip(2)));
    }

    // Steps of both ranks beside each other: alone, and with the sum of their gradients.
    private static void Steps(Ranks ranks, StepNetwork network, Action<string> say)
    {
        using var scope = NewDisposeScope();
        var definition = network.Define();
        using var module = new NetworkModule(definition, NetworkWeights.Initialize(definition, 1), 1);
        foreach (var layer in module.modules().OfType<QuantConv2D>()) layer.UseBFloat16 = Processor.MultipliesBFloat16;
        module.train();
        var shape = definition.InputShape;
        var features = randn(network.Batch, shape[2], shape[0], shape[1]);
        var labels = zeros(network.Batch, ScalarType.Int64);
        var flat = new FlatTensors();
        using var optimizer = Optimize.Adam(1e-4f).Create(module.TrainedWeights, _ => { });
        var (alone, together) = (new List<double>(), new List<double>());
        for (var round = 0; round < network.Rounds; round++)
        {
            foreach (var sums in (bool[])[false, true])
            {
                ranks.GatherValue(round);
                var start = Stopwatch.GetTimestamp();
                using (NewDisposeScope())
                {
                    module.zero_grad();
                    nn.functional.cross_entropy(module.call(features), labels).backward();
                    if (sums)
                        flat.Run(module.TrainedWeights.Select(one => one.Tensor.grad!), n => ranks.Sum(n));
                    optimizer.Step(new ScheduleTime(round, network.Rounds));
                }

                (sums ? together : alone).Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }

        // Who is quick waits for who is slow: a step ends when the slower of both does.
        var both = ranks.GatherValues<double>(alone.ToArray());
        var slower = Enumerable.Range(0, alone.Count).Select(i => Math.Max(both[i], both[i + alone.Count])).Skip(1);
        var (one, two) = (1e3 * Stopwatches.Median(slower), 1e3 * Stopwatches.Median(together.Skip(1)));
        say(Line($"{network.Name}, {network.Batch} rows a rank: {one:F2} ms alone, {two:F2} ms with the sum"));
    }

    private static double Middle(Action action)
    {
        var times = Enumerable.Range(0, Rounds).Select(_ => Stopwatches.Time(action)).ToArray();
        return Stopwatches.Median(times.Skip(2));
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
