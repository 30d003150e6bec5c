using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.ML.Larq.Formats;
using Microsoft.ML.Larq.Tests.Golden;

namespace Microsoft.ML.Larq.Tests.Fuzz;

/// <summary>The first version's checkpoint, changed and sealed again.</summary>
internal static class SealedCheckpoint
{
    private const string Name = "epoch-000002.checkpoint";

    /// <summary>The checkpoint as it was written.</summary>
    public static SafetensorsFile Whole { get; } = SafetensorsFile.Read(
        File.ReadAllBytes(Path.Combine(GoldenFolder.Version1, GoldenTraining.Checkpoint, Name)));

    /// <summary>Goes on from these tensors and notes to the training's end.</summary>
    public static BinarizedNetworkTransformer Resume(
        Dictionary<string, SafetensorsTensor> tensors, Dictionary<string, string> notes)
    {
        var folder = Directory.CreateTempSubdirectory("larq-fuzz");
        try
        {
            File.WriteAllBytes(Path.Combine(folder.FullName, Name), Of(tensors, notes));
            return GoldenTraining.Fit(options => options.ResumeFrom = folder.FullName);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // Names, types, shapes and bytes, in ordinal order, as checkpoints are sealed.
    private static byte[] Of(Dictionary<string, SafetensorsTensor> tensors, Dictionary<string, string> notes)
    {
        notes.Remove("sha256");
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, text) in notes.OrderBy(note => note.Key, StringComparer.Ordinal))
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{text}\n"));
        foreach (var (name, tensor) in tensors.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var shape = string.Join(',', tensor.Shape.Select(size => size.ToString(CultureInfo.InvariantCulture)));
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\n{tensor.DataType}\n{shape}\n"));
            hash.AppendData(tensor.Data.Span);
        }

        notes["sha256"] = Convert.ToHexStringLower(hash.GetHashAndReset());
        return new SafetensorsFile(tensors, notes).ToBytes();
    }
}
