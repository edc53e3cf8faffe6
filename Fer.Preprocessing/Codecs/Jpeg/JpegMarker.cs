namespace Fer.Preprocessing;

/// <summary>The second byte of JPEG's markers (ITU-T T.81, table B.1); the first is always 0xFF.</summary>
internal static class JpegMarker
{
    public const byte StartOfFrame0 = 0xC0;
    public const byte StartOfFrame1 = 0xC1;
    public const byte StartOfFrame2 = 0xC2;
    public const byte DefineHuffmanTables = 0xC4;
    public const byte JpegExtension = 0xC8;
    public const byte DefineArithmeticCoding = 0xCC;
    public const byte StartOfFrame15 = 0xCF;
    public const byte Restart0 = 0xD0;
    public const byte Restart7 = 0xD7;
    public const byte StartOfImage = 0xD8;
    public const byte EndOfImage = 0xD9;
    public const byte StartOfScan = 0xDA;
    public const byte DefineQuantizationTables = 0xDB;
    public const byte DefineNumberOfLines = 0xDC;
    public const byte DefineRestartInterval = 0xDD;
    public const byte DefineHierarchicalProgression = 0xDE;
    public const byte ExpandReferenceComponents = 0xDF;
    public const byte App0 = 0xE0;
    public const byte App1 = 0xE1;
    public const byte App14 = 0xEE;
    public const byte JpegLsFrame = 0xF7;
    public const byte Temporary = 0x01;

    /// <summary>Whether the marker begins a frame of any coding process.</summary>
    public static bool IsStartOfFrame(byte marker) =>
        marker == JpegLsFrame
        || (marker is >= StartOfFrame0 and <= StartOfFrame15
            && marker is not (DefineHuffmanTables or JpegExtension or DefineArithmeticCoding));

    /// <summary>Whether the marker stands alone, without a segment after it.</summary>
    public static bool StandsAlone(byte marker) => marker is Temporary or (>= Restart0 and <= StartOfImage);

    /// <summary>The coding process that a start-of-frame marker announces, with its article.</summary>
    public static string ProcessName(byte startOfFrame) => startOfFrame switch
    {
        0xC0 => "a baseline",
        0xC1 => "an extended sequential",
        0xC2 => "a progressive",
        0xC3 => "a lossless",
        0xC5 => "a hierarchical sequential",
        0xC6 => "a hierarchical progressive",
        0xC7 => "a hierarchical lossless",
        0xC9 => "an arithmetic-coded sequential",
        0xCA => "an arithmetic-coded progressive",
        0xCB => "an arithmetic-coded lossless",
        0xCD => "an arithmetic-coded hierarchical sequential",
        0xCE => "an arithmetic-coded hierarchical progressive",
        0xCF => "an arithmetic-coded hierarchical lossless",
        _ => "a JPEG-LS",
    };
}
