using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.Larq.Checkpoints;
using Microsoft.ML.Larq.Networks;

namespace Microsoft.ML.Larq.Tests.Golden;

/// <summary>All that a checkpoint holds as lines of text, numbers as their bits.</summary>
internal static class GoldenCheckpoint
{
    public const string StateName = "checkpoint.state";
    public const string WeightsName = "checkpoint.weights";

    public static string Describe(Checkpoint checkpoint)
    {
        var state = checkpoint.State;
        var text = new StringBuilder();
        void Line(string name, string value) => text.Append(name).Append('\t').Append(value).Append('\n');
        Line("network", checkpoint.Definition.ToJson());
        Line("seed", Invariant($"{checkpoint.Seed}"));
        Line("threads", Invariant($"{checkpoint.Threads}"));
        Line("epoch", Invariant($"{state.Epoch}"));
        Line("steps", Invariant($"{state.Steps}"));
        Line("rate factor", Bits(state.RateFactor));
        Line("stopped", Invariant($"{state.IsStopped}"));
        foreach (var (name, value) in checkpoint.Options.OrderBy(option => option.Key, StringComparer.Ordinal))
            Line($"option {name}", value);
        foreach (var (name, values) in state.Slots.OrderBy(slot => slot.Key, StringComparer.Ordinal))
            Line($"slot {name}", GoldenBits.Write(values));
        foreach (var (layer, bytes) in state.Generators.OrderBy(one => one.Key, StringComparer.Ordinal))
            Line($"generator {layer}", Convert.ToHexString(SHA256.HashData(bytes)));
        foreach (var (type, remembered) in state.Callbacks)
        {
            Line("callback", type);
            foreach (var (name, number) in remembered.Numbers.OrderBy(one => one.Key, StringComparer.Ordinal))
                Line($"number {name}", Bits(number));
            foreach (var (name, weights) in remembered.Weights.OrderBy(one => one.Key, StringComparer.Ordinal))
                text.Append(CultureInfo.InvariantCulture, $"set {name}\n").Append(Weights(weights));
        }

        foreach (var report in state.History)
        {
            Line(
                Invariant($"report {report.Epoch} of {report.Epochs}"),
                string.Join(' ', report.Values.Select(value => $"{value.Key}={Bits(value.Value)}")));
        }

        return text.Append(Weights(state.Weights)).ToString();
    }

    public static string Weights(NetworkWeights weights) => string.Concat(weights
        .OrderBy(weight => weight.Key, StringComparer.Ordinal)
        .Select(weight => $"weight {weight.Key} {weight.Value.Shape}\t{GoldenBits.Write(weight.Value.Values)}\n"));

    private static string Bits(double value) =>
        BitConverter.DoubleToUInt64Bits(value).ToString("X16", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
