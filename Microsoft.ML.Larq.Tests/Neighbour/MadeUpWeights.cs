using Microsoft.ML.Tokenizers;
using Microsoft.ML.TorchSharp.AutoFormerV2;
using Microsoft.ML.TorchSharp.NasBert.Models;
using Microsoft.ML.TorchSharp.Roberta;
using TorchSharp;

namespace Microsoft.ML.Larq.Tests.Neighbour;

/// <summary>Random weights of the neighbour's own modules, where it looks for those it would download.</summary>
internal static class MadeUpWeights
{
    public static void Write(string temporary)
    {
        torch.random.manual_seed(1);
        var folder = Directory.CreateDirectory(Path.Combine(temporary, "mlnet")).FullName;
        int[] small = [9, 11, 7, 0, 0, 0, 11, 11, 7, 0, 0, 0, 9, 7, 11, 0, 0, 0, 10, 7, 9, 0, 0, 0];
        int[] large = [15, 16, 14, 0, 0, 0, 15, 16, 14, 0, 0, 0, 17, 14, 15, 0, 0, 0, 17, 14, 15, 0, 0, 0];
        Write(Path.Combine(folder, "NasBert2000000.tsm"), 64, small);
        Write(Path.Combine(folder, "pretrained_NasBert_14M_encoder.tsm"), 128, large);
        using var detector = new AutoFormerV2(2, [64, 128, 256, 448], [2, 2, 6, 2], [2, 4, 8, 14]);
        detector.save(Path.Combine(folder, "autoformer_11m_torchsharp.bin"));
    }

    /// <summary>Those of question answering: 124 million, half a gigabyte.</summary>
    public static void WriteLarge(string temporary)
    {
        var folder = Directory.CreateDirectory(Path.Combine(temporary, "mlnet")).FullName;
        var type = typeof(NasBertEncoder).Assembly.GetType("RobertaModelForQA", throwOnError: true)!;
        using var model = (torch.nn.Module)Activator.CreateInstance(type, new QATrainer.Options())!;
        var encoder = (torch.nn.Module)type.GetMethod("GetEncoder")!.Invoke(model, null)!;
        encoder.save(Path.Combine(folder, "pretrained_Roberta_encoder.tsm"));
    }

    // The numbers are those that the trainers' own options hold.
    private static void Write(string path, int embedding, int[] arches)
    {
        var tokenizer = Tokenizer();
        using var encoder = new NasBertEncoder(
            tokenizer.PadIndex, tokenizer.SymbolsCount, dropout: 0.1, attentionDropout: 0.1, activationDropout: 0,
            activationFn: "gelu", maxSeqLen: 512, embedSize: embedding, arches: arches, numSegments: 0,
            encoderNormalizeBefore: true, numEncoderLayers: 24, applyBertInit: true);
        encoder.save(path);
    }

    private static EnglishRobertaTokenizer Tokenizer()
    {
        var home = typeof(NasBertEncoder).Assembly;
        var tokenizer = EnglishRobertaTokenizer.Create(
            home.GetManifestResourceStream("encoder.json")!, home.GetManifestResourceStream("vocab.bpe")!,
            home.GetManifestResourceStream("dict.txt")!, RobertaPreTokenizer.Instance);
        tokenizer.AddMaskSymbol();
        return tokenizer;
    }
}
