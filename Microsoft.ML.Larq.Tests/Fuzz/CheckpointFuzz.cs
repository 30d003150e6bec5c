using System.Text.Json.Nodes;
using Microsoft.ML.Larq.Formats;

namespace Microsoft.ML.Larq.Tests.Fuzz;

/// <summary>
/// Mutated checkpoints with true seals: training is not resumed from them, and says why, or goes on to its end.
/// </summary>
internal static class CheckpointFuzz
{
    public static void Run(string[] arguments) => CaseRun.Seeds(arguments, seed =>
    {
        var random = new Random(seed);
        var tensors = SealedCheckpoint.Whole.Tensors.ToDictionary();
        var notes = SealedCheckpoint.Whole.Metadata.ToDictionary();
        var change = random.Next(3) == 0 ? Tensors(tensors, random) : Notes(notes, random);
        return CaseRun.Explained(change, () => Resume(tensors, notes));
    });

    private static string Resume(Dictionary<string, SafetensorsTensor> tensors, Dictionary<string, string> notes)
    {
        try
        {
            return Refusal.Of(() => SealedCheckpoint.Resume(tensors, notes), out _) ? "refused" : "resumed";
        }
        catch (ArgumentException error) when (error.Message.StartsWith("Option ", StringComparison.Ordinal))
        {
            // It is another training's.
            return "refused";
        }
        catch (InvalidOperationException error)
            when (error.Message.StartsWith("Training diverged", StringComparison.Ordinal))
        {
            return "diverged";
        }
    }

    private static string Notes(Dictionary<string, string> notes, Random random)
    {
        if (random.Next(20) == 0)
        {
            var name = notes.Keys.ElementAt(random.Next(notes.Count));
            notes[name] += "1";
            return $"{name} = {notes[name]}";
        }

        var head = JsonNode.Parse(notes["head"])!;
        var mutation = new JsonMutation(random);
        var changes = new List<string>();
        if (random.Next(4) == 0)
        {
            var network = JsonNode.Parse($"{head["Network"]}")!.AsObject();
            changes.Add(new DefinitionMutation(random).Change(network));
            head["Network"] = JsonMutation.Text(network);
        }
        else
        {
            // Not the names of its members alone, of which every other one is a number of the history.
            var part = random.Next(3) == 0 ? head["Callbacks"]! : random.Next(2) == 0 ? Numbers(head) : head;
            for (var i = random.Next(3); i >= 0; i--) changes.Add(mutation.Change(part));
            if (part.Parent is null && part != head)
            {
                foreach (var (name, value) in part.AsObject().ToArray())
                {
                    part.AsObject().Remove(name);
                    head[name] = value;
                }
            }
        }

        notes["head"] = JsonMutation.Text(head);
        return string.Join("; ", changes);
    }

    private static JsonObject Numbers(JsonNode head) => new(
        new[] { "Seed", "Threads", "Epoch", "Steps", "RateFactor", "IsStopped", "Epochs" }
            .Select(name => KeyValuePair.Create(name, head[name]?.DeepClone())));

    private static string Tensors(Dictionary<string, SafetensorsTensor> tensors, Random random)
    {
        var name = tensors.Keys.ElementAt(random.Next(tensors.Count));
        var tensor = tensors[name];
        var count = tensor.Data.Length / 4;
        switch (random.Next(7))
        {
            case 0:
                tensors.Remove(name);
                return $"{name} removed";
            case 1:
                tensors.Remove(name);
                tensors.Add(name + "x", tensor);
                return $"{name} renamed";
            case 2:
                tensors[name] = new SafetensorsTensor("F32", [count], tensor.Data[..(4 * count)]);
                return $"{name} of one dimension";
            case 3:
                tensors[name] = new SafetensorsTensor(
                    "F32", [random.NextInt64(1L << 33), 0], ReadOnlyMemory<byte>.Empty);
                return $"{name} of none";
            case 4:
                tensors[name] = new SafetensorsTensor("U8", [tensor.Data.Length], tensor.Data);
                return $"{name} of bytes";
            case 5:
                var noise = new byte[4 * count];
                random.NextBytes(noise);
                tensors[name] = new SafetensorsTensor(tensor.DataType, [.. tensor.Shape], tensor.DataType == "F32"
                    ? noise : tensor.Data);
                return $"{name} of noise";
            default:
                var other = tensors.Keys.ElementAt(random.Next(tensors.Count));
                tensors[name] = tensors[other];
                return $"{name} as {other}";
        }
    }
}
